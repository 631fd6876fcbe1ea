import Vocabulary

@testable import Daemon

extension FuzzTarget {
    /// A configuration of root's own hand; what is wrong with it is told, all of it, and nothing of a secret.
    static let configuration = FuzzTarget(name: "configuration") { input in
        guard let text = String(validating: input, as: UTF8.self) else { return false }
        do {
            let configuration = try Configuration.parse(text, file: "reconciled.yaml", credentials: "/run/credentials")
            try holdConfiguration(configuration)
            return true
        } catch let problems as Problems {
            for problem in problems.all { try hold(problem) }
            return false
        }
    }

    private static func holdConfiguration(_ configuration: Configuration) throws(BrokenPromise) {
        try hold(!configuration.accounts.isEmpty, "a configuration without an account")
        try hold(
            Set(configuration.accounts.map(\.account)).count == configuration.accounts.count, "an account twice")
        try hold(configuration.archiveDirectory.hasPrefix("/"), "an archive that is no absolute path")
        try hold(configuration.limits.memoryBytes >= 64 << 20, "memory below its limit")
        for relation in [configuration.orders.paymentRelation, configuration.orders.refundRelation] {
            try hold(
                relation.utf8.allSatisfy {
                    $0 == 0x2E || $0 == 0x5F || (48...57).contains($0) || (65...90).contains($0)
                        || (97...122).contains($0)
                }, "a relation with other characters than names have")
        }
    }
}
