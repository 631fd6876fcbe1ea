import Foundation
import Testing

/// What documents and comments point at is there.
struct DocumentTests {
    static let pages = ["README.md", "Tests/README.md"] + Repository.files(under: ["Sources"], endings: [".md"])

    /// A newcomer reads it to the end.
    @Test func theReadmeIsShort() throws {
        #expect(try Repository.text("README.md").split(separator: "\n", omittingEmptySubsequences: false).count <= 150)
    }

    @Test(arguments: pages)
    func everyPathThatAPageNamesExists(_ page: String) throws {
        let text = try Repository.text(page)
        let folder = page.contains("/") ? String(page.prefix(upTo: page.lastIndex(of: "/")!)) + "/" : ""
        for match in text.matches(of: /\]\(([^):#]+)\)/) {
            let link = String(match.1)
            #expect(Repository.exists(folder + link) || Repository.exists(link), "\(page): \(link)")
        }
        for match in text.matches(of: /(?:Sources|Tests|config|systemd)\/[A-Za-z0-9_.\/@-]+/) {
            var path = String(match.0)
            while let last = path.last, "./".contains(last) { path.removeLast() }
            // A part of a longer path, `Sources/<Target>/…` and patterns are none of ours.
            let before =
                match.range.lowerBound == text.startIndex ? " " : text[text.index(before: match.range.lowerBound)]
            let after = text[match.range.upperBound...].first
            if before == "/" || after == "<" || after == "*" || after == "…" || after == "{" { continue }
            #expect(Repository.exists(path), "\(page): \(path)")
        }
    }

    private static let cited: [String: String] = [
        "Contract": "Sources/Vocabulary/Vocabulary.docc/Contract.md",
        "WeChatPay": "Sources/Channels/Channels.docc/WeChatPay.md",
        "Alipay": "Sources/Channels/Channels.docc/Alipay.md",
        "WeChatPayBill": "Sources/Bills/Bills.docc/WeChatPayBill.md",
        "AlipayBill": "Sources/Bills/Bills.docc/AlipayBill.md",
        "WeChatPayFunds": "Sources/Bills/Bills.docc/WeChatPayFunds.md",
        "AlipayFunds": "Sources/Bills/Bills.docc/AlipayFunds.md",
        "SellerStatements": "Sources/Bills/Bills.docc/SellerStatements.md",
        "Orders": "Sources/Orders/Orders.docc/Orders.md",
    ]

    /// "(Contract 3.4)", "WeChatPayBill 7.5", "Orders A3": page and section.
    @Test func everySectionThatACommentCitesExists() throws {
        let sections = try Self.cited.mapValues { page in
            Set(
                try Repository.text(page).matches(of: /\n#+ (?:Part )?([A-D]?[0-9]*(?:\.[0-9]+)?)[.: ]/).map {
                    String($0.1)
                })
        }
        var count = 0
        for path in Repository.files(under: ["Sources", "Tests"], endings: [".swift", ".sql"]) {
            let text = try Repository.text(path)
            // Looked at line by line only where there is something to find: regular expressions are slow in a debug build.
            guard Self.cited.keys.contains(where: { text.contains($0 + " ") }) else { continue }
            for line in text.split(separator: "\n") {
                guard let start = (line.range(of: "//") ?? line.range(of: "--"))?.lowerBound else { continue }
                let comment = line[start...]
                for match in comment.matches(
                    of:
                        /\b(Contract|WeChatPayBill|WeChatPayFunds|WeChatPay|AlipayBill|AlipayFunds|Alipay|SellerStatements|Orders) ([A-D][0-9]?|[0-9]+(?:\.[0-9]+)?)\b/
                ) {
                    count += 1
                    #expect(
                        sections[String(match.1)]?.contains(String(match.2)) == true,
                        "\(path): \(match.0) is no section")
                }
            }
        }
        #expect(count > 100)
    }
}
