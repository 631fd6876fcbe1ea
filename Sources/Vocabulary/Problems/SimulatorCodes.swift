/// The simulated channels and shop.
extension ProblemCode {
    package static let simulatorCannotListen = ProblemCode(
        "simulator.cannot_listen", .unavailable, "The simulator cannot listen on its port.", "模拟器无法监听端口。",
        hint: "Choose another port, or 0 for any that is free.")
    package static let simulatorArgument = ProblemCode(
        "simulator.argument", .usage, "An argument of the simulator is not understood.", "模拟器参数无法识别。",
        hint: "See `channel-simulator help serve`.")
    package static let simulatorFaultPlan = ProblemCode(
        "simulator.fault_plan", .configuration, "The plan of faults is not understood.", "故障计划无法识别。",
        hint: "See `channel-simulator help serve` for the kinds of faults and what each needs.")
    package static let simulatorKeys = ProblemCode(
        "simulator.keys", .cannotCreate, "The simulator's keys cannot be written.", "无法写入模拟器的密钥。",
        hint: "Give a directory that you may write to.")
    package static let simulatorKeysIncomplete = ProblemCode(
        "simulator.keys_incomplete", .configuration, "The keys that the simulator kept are not whole.",
        "模拟器保存的密钥不完整。",
        hint: "Remove the directory, or name another: new keys are made, which every caller has to take.")
    package static let simulationSettings = ProblemCode(
        "simulation.settings", .usage, "The settings of the simulated world are not valid.", "模拟世界的设置无效。",
        hint: "Correct the simulated world's settings; `channel-simulator generate --help` explains each.")
    package static let simulationOutput = ProblemCode(
        "simulation.output", .cannotCreate, "A file of the simulated world cannot be written.", "无法写入模拟数据文件。",
        hint: "Give a directory that exists or can be made, that you may write to, on a disk with room.")
    package static let simulationEncoding = ProblemCode(
        "simulation.encoding", .internalError, "A text of the simulated world cannot be put into GB18030.",
        "模拟文本无法编码为 GB18030。",
        hint: "Install the C library's gconv modules (Debian: libc-bin and libc6).")
    package static let simulationCompression = ProblemCode(
        "simulation.compression", .internalError, "The simulator's compression failed.", "模拟器压缩失败。",
        hint: "This is a fault of the simulator.")

    static let simulatorCodes: [ProblemCode] = [
        simulatorCannotListen, simulatorArgument, simulatorFaultPlan, simulatorKeys, simulatorKeysIncomplete,
        simulationSettings, simulationOutput, simulationEncoding, simulationCompression,
    ]
}
