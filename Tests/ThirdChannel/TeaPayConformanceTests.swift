import ChannelConformance
import Channels
import Testing

@Test(arguments: Conduct.allCases) func everyConductOfTheThirdChannelEndsAsItMust(_ conduct: Conduct) throws {
    try expectConformance(TeaPayDouble(), conduct, archive: try Scratch().path)
}

@Test func theThirdChannelDescribesItself() { expectDescription(.teaPay) }
