import Vocabulary

/// What stands around the rows of every Alipay bill: whose it is, of which day, and when it was made.
struct AlipayFrame {
    static let lineEnd: StaticString = "\r\n"

    let yuan: [UInt8]
    private let shownDay: BusinessDay
    private let accountNumber: String
    private let account, periodStart, periodEnd, year, month, day, exported: [UInt8]

    init(_ shownDay: BusinessDay, accountNumber: String) throws(Problem) {
        self.shownDay = shownDay
        self.accountNumber = accountNumber
        let encoder = try SimulatedGB18030()
        account = try encoder.bytes("#账号：[")
        periodStart = try encoder.bytes("#起始日期：[")
        periodEnd = try encoder.bytes("终止日期：[")
        year = try encoder.bytes("年")
        month = try encoder.bytes("月")
        day = try encoder.bytes("日")
        exported = try encoder.bytes("#导出时间：[")
        yuan = try encoder.bytes("元")
    }

    func preface(_ title: [UInt8], _ begin: [UInt8], _ sink: inout ByteSink) {
        sink.put(title)
        sink.put(Self.lineEnd)
        sink.put(account)
        sink.put(accountNumber)
        sink.put("]")
        sink.put(Self.lineEnd)
        sink.put(periodStart)
        put(shownDay, &sink)
        sink.put(" 00:00:00]   ")
        sink.put(periodEnd)
        put(shownDay.next, &sink)
        sink.put(" 00:00:00]")
        sink.put(Self.lineEnd)
        sink.put(begin)
        sink.put(Self.lineEnd)
    }

    /// `yyyy年MM月dd日`.
    private func put(_ shown: BusinessDay, _ sink: inout ByteSink) {
        let (year, month, dayOfMonth) = shown.components
        sink.put(Int64(year), width: 4)
        sink.put(self.year)
        sink.put(Int64(month), width: 2)
        sink.put(self.month)
        sink.put(Int64(dayOfMonth), width: 2)
        sink.put(day)
    }

    func exportStamp(_ sink: inout ByteSink) {
        sink.put(exported)
        put(shownDay.next, &sink)
        sink.put(" 05:46:49]")
        sink.put(Self.lineEnd)
    }
}
