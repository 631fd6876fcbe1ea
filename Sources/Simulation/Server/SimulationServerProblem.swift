import Vocabulary

extension ProblemCode {
    package static let simulatorCannotListen = ProblemCode("simulator.cannot_listen", .unavailable)
    package static let simulatorArgument = ProblemCode("simulator.argument", .usage)
    package static let simulatorFaultPlan = ProblemCode("simulator.fault_plan", .configuration)
    package static let simulatorKeys = ProblemCode("simulator.keys", .cannotCreate)

    package static let simulatorServerCodes: [ProblemCode] = [
        simulatorCannotListen, simulatorArgument, simulatorFaultPlan, simulatorKeys,
    ]
}
