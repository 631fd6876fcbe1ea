import Vocabulary

extension ProblemCode {
    package static let clusterNotInstalled = ProblemCode("cluster.not_installed", .unavailable)
    package static let clusterNoUser = ProblemCode("cluster.no_user", .noPermission)
    package static let clusterDirectory = ProblemCode("cluster.directory", .cannotCreate)
    package static let clusterFailed = ProblemCode("cluster.failed", .unavailable)

    package static let clusterCodes: [ProblemCode] = [
        .clusterNotInstalled, .clusterNoUser, .clusterDirectory, .clusterFailed,
    ]
}
