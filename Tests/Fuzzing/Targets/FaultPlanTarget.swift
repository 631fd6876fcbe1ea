import Vocabulary

@testable import Simulation

extension FuzzTarget {
    /// The file by which somebody tells the simulator what shall go wrong.
    static let faultPlans = FuzzTarget(name: "fault-plans") { input in
        guard let text = String(validating: input, as: UTF8.self) else { return false }
        return try refusing { try ChannelFaultFile.plan(text, file: "faults.json") } != nil
    }
}
