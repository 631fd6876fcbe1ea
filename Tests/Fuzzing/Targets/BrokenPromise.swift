import Vocabulary

/// What a decoder did that it must never do.
struct BrokenPromise: Error, CustomStringConvertible {
    let description: String
}

func hold(_ isKept: Bool, _ promise: @autoclosure () -> String) throws(BrokenPromise) {
    if !isKept { throw BrokenPromise(description: promise()) }
}

/// Stands in the seeds where a bill has what is personal: an openid, a buyer's account, goods, a data package.
enum Personal {
    static let word = "CANARY"
    /// The masked middle of an account, which only digits and signs of numbers surround.
    static let digits = "****4242"
}

/// What is promised of every refusal: it can be stored, sent to a pager and printed on a terminal, and tells nobody
/// about a buyer.
func hold(_ problem: Problem) throws(BrokenPromise) {
    /// An alarm is one line of the journal and one variable of a program's environment.
    let bytesMax = 4096
    for text in [problem.summary, problem.hint] {
        try hold(text.utf8.count < bytesMax, "a refusal of \(text.utf8.count) bytes: \(problem.code.name)")
        let isPrintable = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
            default: true
            }
        }
        try hold(isPrintable, "a refusal with control characters: \(text.debugDescription)")
        try hold(
            !text.contains(Personal.word) && !text.contains(Personal.digits),
            "a refusal tells what is personal: \(text)")
    }
    try hold(!problem.hint.isEmpty && !problem.what.isEmpty, "a refusal without words: \(problem.code.name)")
}

/// Runs a decoder. What it throws has to be a `Problem` that keeps the promises; nil for one.
func refusing<T>(_ body: () throws -> T) throws -> T? {
    do { return try body() } catch let problem as Problem {
        try hold(problem)
        return nil
    }
}
