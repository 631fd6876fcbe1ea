import Vocabulary

/// What the schedule has to know of an account until something of it changes.
struct AccountPlan {
    /// When something of it is due by itself, and what.
    var looks: [(epochSeconds: Int64, unit: DayUnit)] = []
    /// What keeps bills away that is not this account's alone.
    var outages = Outages()
}

/// The plans of all accounts; the days of one without a plan are looked at.
struct AccountPlans {
    private var plans: [Int32: AccountPlan] = [:]

    func has(_ accountID: Int32) -> Bool { plans[accountID] != nil }
    mutating func set(_ accountID: Int32, _ plan: AccountPlan) { plans[accountID] = plan }
    mutating func forget(_ accountID: Int32) { plans[accountID] = nil }
    mutating func forgetAll() { plans = [:] }

    /// Those of which something is due, or never will be by itself.
    mutating func forgetDue(nowEpochSeconds now: Int64) {
        plans = plans.filter { _, plan in !plan.looks.isEmpty && plan.looks.allSatisfy { $0.epochSeconds > now } }
    }

    /// - Returns: what keeps the bills of several away.
    func consider(_ next: inout NextLook) -> Outages {
        var outages = Outages()
        for (_, plan) in plans.sorted(by: { $0.key < $1.key }) {
            for look in plan.looks { next.consider(look.epochSeconds, of: look.unit) }
            outages.add(plan.outages)
        }
        return outages
    }
}
