import Testing
import Vocabulary

@testable import Simulation

@Test func aWorldTooShortForItsFaultsIsRefused() {
    let problem = #expect(throws: Problem.self) { try WorldFixture.world(1, .full, days: 2) }
    #expect(problem?.code == .simulationSettings)
}

@Test func aWorldThatCannotBeWrittenIsTold() throws {
    let world = try WorldFixture.world(1, payments: 1)
    let problem = #expect(throws: Problem.self) { try WorldFiles(directory: "/proc/nowhere").write(world) }
    #expect(problem?.code == .simulationOutput)
}

@Test func keysThatCannotBeWrittenAreTold() {
    let problem = #expect(throws: Problem.self) { try KeyDirectory("/proc/nowhere/keys") }
    #expect(problem?.code == .simulatorKeys)
}

/// U+E81E is one of the few characters that the C library's GB18030 has no bytes for.
@Test func aTextWithoutAFormInGB18030IsRefused() {
    let problem = #expect(throws: Problem.self) { try SimulatedGB18030().bytes("茶\u{E81E}") }
    #expect(problem?.code == .simulationEncoding)
}
