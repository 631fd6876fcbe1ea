@testable import Channels
import Testing
import Vocabulary

#if canImport(Glibc)
    import Glibc
#endif

/// How a channel behaves towards one fetch.
package enum Conduct: String, CaseIterable, Sendable {
    case good
    /// The bill is not made yet.
    case late
    /// One answer is signed wrongly, to see whether anybody looks.
    case probe
    /// The first download ends before its end.
    case cutOnce
    case cutAlways
    /// What is downloaded is not what was announced, or no file of the channel's.
    case wrongBytes
    /// No business on the day, and proof of it.
    case zeroDay
    /// The same before the hour at which it means anything.
    case zeroDayTooEarly
    case tooFast
    /// Says that there was no business, with a signature that is not the channel's.
    case lying
    /// Says where the bill is, without any signature.
    case unsigned
    case fault
    /// Refuses because of the time, and tells its own.
    case clockOff
}

/// A channel's double: whoever adds a channel writes one, in which each conduct speaks the channel's own protocol.
package protocol ChannelDouble: Sendable {
    var channel: ChannelDescriptor { get }
    /// The client of an account at a channel that behaves like this; nil where the protocol has no such thing.
    /// - Parameter pots: the account's; the channel behaves to its trade bill and to the bill of each pot alike.
    func client(
        _ conduct: Conduct, pots: [Pot], clock: Clock, archive: BillArchive
    ) throws -> (any ChannelClient)?
}

/// What every channel owes the program, whatever its protocol (Contract 3.2).
/// - Parameters:
///   - kind: what is asked for, of all the channel's pots where it is the funds bill.
///   - archive: a directory of its own, empty.
package func expectConformance(
    _ double: some ChannelDouble, _ conduct: Conduct, _ kind: BillKind = .trade, archive root: String
) throws {
    let pots = kind == .funds ? double.channel.pots : []
    let day = try #require(BusinessDay("2026-11-21"))
    let hours = double.channel.hours
    let now = hours.availableFrom(day) + (conduct == .zeroDayTooEarly ? -600 : 3600)
    let client = try double.client(conduct, pots: pots, clock: .fixed(now), archive: BillArchive(root: root))
    guard let client else { return }
    #expect(client.account.channel == double.channel.channel)
    let unknown = client.fetch(DayUnit(client.account, day, BillKind("madeup", "made-up bill", "虚构账单"))) { _ in }
    guard case .giveUp(let refusal) = unknown else {
        Issue.record("a kind that the channel does not have ended as \(unknown)")
        return
    }
    #expect(refusal.code == .channelRefusal && refusal.place.day == day)
    #expect(files(below: root).isEmpty)
    let outcome = client.fetch(DayUnit(client.account, day, kind)) { _ in }
    let kept = files(below: root)
    func problem(_ isRetried: Bool, _ codes: ProblemCode...) {
        #expect(kept.isEmpty, "\(conduct): kept \(kept)")
        let found: Problem
        switch outcome {
        case .retryLater(let seconds, let problem) where isRetried:
            #expect((1...86_400).contains(seconds))
            found = problem
        case .giveUp(let problem) where !isRetried: found = problem
        default:
            Issue.record("\(conduct) ended as \(outcome)")
            return
        }
        #expect(codes.contains(found.code), "\(conduct): \(found)")
        #expect(found.place.account == client.account && found.place.day == day && found.place.pot == pots.first)
    }
    switch conduct {
    case .good, .probe, .cutOnce:
        guard case .bill(let bill) = outcome else {
            Issue.record("\(conduct) ended as \(outcome)")
            return
        }
        #expect(pots.isEmpty ? (1...double.channel.filesMax).contains(bill.count) : bill.count == pots.count)
        #expect(bill.compactMap(\.pot) == pots)
        #expect(Set(kept) == Set(bill.map(\.path)), "the archive has \(kept)")
    case .late, .zeroDayTooEarly: problem(true, .billNotReady)
    case .cutAlways: problem(true, .channelUnreachable)
    case .wrongBytes:
        if case .retryLater = outcome { problem(true, .downloadDamaged) } else { problem(false, .downloadHashMismatch) }
    case .zeroDay:
        guard case .noData(verified: true, let problem) = outcome, problem.code == .billAbsent else {
            Issue.record("\(conduct) ended as \(outcome)")
            return
        }
        #expect(kept.isEmpty)
    case .tooFast: problem(true, .channelBusy)
    case .lying: problem(false, .answerSignatureInvalid)
    case .unsigned: problem(false, .answerSignatureMissing, .answerSignatureInvalid)
    case .fault: problem(true, .channelFault)
    case .clockOff: problem(false, .clockOff)
    }
}

/// What a descriptor promises about itself.
package func expectDescription(_ channel: ChannelDescriptor) {
    #expect(Channel(rawValue: channel.channel.rawValue) == channel.channel)
    #expect(!channel.englishName.isEmpty && !channel.chineseName.isEmpty && !channel.filesText.isEmpty)
    #expect((1...channel.reachDays).contains(channel.tryingDays))
    #expect((0..<channel.hours.dailyRunAtSeconds).contains(channel.hours.availableAtSeconds))
    #expect(channel.hours.dailyRunAtSeconds < BusinessDay.secondsPerDay)
    #expect(channel.decoders[.trade] != nil && channel.filesMax >= 1)
    // A channel with a money side says whose funds bill there is, how it is read, and lets an account name its pots.
    #expect(
        Set(channel.pots).count == channel.pots.count && channel.pots.allSatisfy { Pot(rawValue: $0.rawValue) == $0 })
    #expect(channel.pots.isEmpty == (channel.fundsDecoder == nil))
    #expect(channel.pots.isEmpty == !channel.options.contains { $0.name == "pots" })
    let sharing: [BillKind] = if case .bill = channel.sharing { [.sharing] } else { [] }
    #expect(channel.kinds == (channel.pots.isEmpty ? [.trade] : [.funds] + sharing + [.trade]))
    #expect(Set(channel.options.map(\.name)).count == channel.options.count)
    for key in channel.options { #expect(!key.expected.isEmpty, "\(key.name) does not say what it takes") }
}

/// Paths of all regular files below a directory, hidden ones too: a download that was not kept leaves nothing.
private func files(below root: String) -> [String] {
    guard let directory = opendir(root) else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name == "." || name == ".." { continue }
        let path = "\(root)/\(name)"
        if entry.pointee.d_type == UInt8(DT_DIR) { found += files(below: path) } else { found.append(path) }
    }
    return found
}
