import Runtime
import Vocabulary

/// How far the files of a bill are read, while a step reads them.
final class FilesRead: Sendable {
    private let files: [BillFile]
    private let step: String
    private let doneBytes = Guarded<Int64>(0)

    init(_ files: [BillFile], during step: String) { (self.files, self.step) = (files, step) }

    /// - Parameter file: of which so much is read, and all before it; nil where the bytes are those of all files.
    func reach(_ bytes: Int64, of file: BillFile? = nil) {
        let before = file.map { file in files.prefix { $0.path != file.path }.reduce(0) { $0 + $1.sizeBytes } } ?? 0
        doneBytes.with { $0 = before + bytes }
    }

    /// nil in a step that reads others.
    func bytes(in step: String) -> BytesDone? {
        step == self.step ? BytesDone(doneBytes.with { $0 }, of: files.reduce(0) { $0 + $1.sizeBytes }) : nil
    }
}
