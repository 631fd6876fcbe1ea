import Vocabulary

extension SchemaObject {
    /// `recon.problems`: the program's own list (`ProblemCode.all`), so that `migrate` renews it with the program.
    static let problems: SchemaObject = {
        func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }
        let rows = ProblemCode.all.sorted { $0.name < $1.name }.map { code in
            let texts = [code.meaning, code.meaningInChinese, code.hint].map(quoted).joined(separator: ", ")
            return "    (\(quoted(code.name)), \(code.exit.rawValue), \(texts))"
        }
        return SchemaObject(
            schema: "recon", name: "problems",
            sql: """
                CREATE OR REPLACE VIEW recon.problems (code, exit_status, meaning_en, meaning_zh, hint) AS VALUES
                \(rows.joined(separator: ",\n"));

                COMMENT ON VIEW recon.problems IS
                    'Why a run can come to no conclusion, and what else can go wrong (故障代码): every code there is.';
                COMMENT ON COLUMN recon.problems.code IS 'Stable code, as in recon.runs.reason_code and recon.alarms.code';
                COMMENT ON COLUMN recon.problems.exit_status IS 'What a command ends with that the problem ends';
                COMMENT ON COLUMN recon.problems.meaning_en IS 'What happened, in a sentence';
                COMMENT ON COLUMN recon.problems.meaning_zh IS 'The same in Chinese';
                COMMENT ON COLUMN recon.problems.hint IS 'What to do in general; a run''s or an alarm''s own hint knows more';

                """)
    }()
}
