import Vocabulary

/// Endings that every channel knows, whatever it calls them.
extension FetchOutcome {
    static func giveUp(_ code: ProblemCode, _ what: String, found: String, hint: String) -> FetchOutcome {
        .giveUp(Problem(code, what, found: found, hint: hint))
    }

    static func retry(
        _ afterSeconds: Int, _ code: ProblemCode, _ what: String, found: String, hint: String? = nil
    ) -> FetchOutcome {
        .retryLater(afterSeconds: afterSeconds, Problem(code, what, found: found, hint: hint))
    }

    /// - Parameter user: whose requests the channel counts: `app`, `merchant number`.
    static func tooFast(by user: String, found: String) -> FetchOutcome {
        retry(
            FetchPause.tooFastSeconds, .channelBusy, "the channel is asked too often", found: found,
            hint: "See what else uses this \(user). \(AskedAgain.hint)")
    }

    static func fault(found: String) -> FetchOutcome {
        retry(FetchPause.faultSeconds, .channelFault, "the channel has a fault", found: found)
    }

    static func unknownAnswer(found: String) -> FetchOutcome {
        retry(
            FetchPause.faultSeconds, .channelUnknownAnswer,
            "the channel gives an answer that its documents do not name", found: found)
    }
}

extension ChannelClient {
    package func deposit(_ days: ClosedRange<BusinessDay>, wait: FetchWait) -> FetchOutcome {
        .giveUp(
            Problem(
                .channelRefusal, "the channel is not asked for the movements of a deposit", at: Place(account: account),
                hint: "Import the statement that the console exports."))
    }
}

/// The kind of bill and the day that a fetch is about, and the hours that its channel keeps.
struct FetchTime: Sendable {
    var kind = BillKind.trade
    var day: BusinessDay
    var clock: Clock
    var hours: ChannelHours

    /// The channel says that the bill is still being made.
    func beingMade(found: String) -> FetchOutcome { notReady("the bill is still being made", found: found) }

    /// The channel says that there is no bill: a fact about the day when the answer is proof and the bill should be there,
    /// a hint, which the caller may believe at the day's last try, when it is no proof, and nothing before that hour
    /// (Contract 3.2, zero day). An answer whose signature does not hold never comes here.
    /// - Parameter isProof: the answer is signed, the signature holds, and its words leave no doubt.
    func noBusiness(
        isProof: Bool, what: String? = nil, found: String, hint: String? = nil
    ) -> FetchOutcome {
        guard !isEarly else {
            return notReady(
                "there is no bill, which proves nothing before \(hours.availableText) of the next day", found: found)
        }
        let said =
            kind == .trade
            ? "the channel says that there was no business on this day"
            : "the channel says that there is no statement of this day"
        let usual =
            switch kind {
            case .funds: "Believed when it is signed, or at the day's last try: then nothing moved in the pot."
            case .sharing: "Believed when it is signed, or at the day's last try: then nothing was shared."
            default: "Believed when it is signed, or at the day's last try; then the shop must have none either."
            }
        return .noData(verified: isProof, Problem(.billAbsent, what ?? said, found: found, hint: hint ?? usual))
    }

    /// Before the hour at which the channel has its bills.
    var isEarly: Bool { clock.epochSeconds() < hours.availableFrom(day) }

    func notReady(_ what: String, found: String) -> FetchOutcome {
        .retry(hours.untilReady(day, now: clock.epochSeconds()), .billNotReady, what, found: found)
    }
}
