/// A decoder of bytes from outside as a function of those bytes. It may refuse them, in words; it must not trap, hang,
/// or break what it promises. Its inputs lie in `Tests/Fuzzing/corpus/NAME`.
struct FuzzTarget: Sendable {
    let name: String
    /// Throws a `BrokenPromise`. True for an input that was taken for what it should be, and not refused.
    let run: @Sendable (UnsafeRawBufferPointer) throws -> Bool

    static let all: [FuzzTarget] = [
        wechatPayBill, alipayBill, wechatPayFunds, alipayFunds, wechatPaySharing, statements, depositAnswers, zip, gzip,
        wechatPayAnswers,
        alipayAnswers,
        keys,
        configuration, addresses, values,
        requests, copyRows, faultPlans, reportCells,
    ]
}
