import ChannelConformance
import Channels
import TestPlaces
import Testing

@Test(arguments: Conduct.allCases) func everyConductOfTheThirdChannelEndsAsItMust(_ conduct: Conduct) throws {
    let directory = try TemporaryDirectory()
    try withExtendedLifetime(directory) { try expectConformance(TeaPayDouble(), conduct, archive: directory.path) }
}

@Test func theThirdChannelDescribesItself() { expectDescription(.teaPay) }
