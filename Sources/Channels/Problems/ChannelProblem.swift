import Vocabulary

extension ProblemCode {
    package static let channelUnreachable = ProblemCode("channel.unreachable", .unavailable)
    package static let channelUntrusted = ProblemCode("channel.tls_untrusted", .unavailable)
    package static let channelBusy = ProblemCode("channel.too_fast", .tryAgainLater)
    package static let channelFault = ProblemCode("channel.fault", .unavailable)
    package static let channelRefusal = ProblemCode("channel.refused", .configuration)
    package static let channelPermission = ProblemCode("channel.no_permission", .noPermission)
    package static let channelUnknownAnswer = ProblemCode("channel.unknown_answer", .unavailable)
    package static let channelMalformedAnswer = ProblemCode("channel.malformed_answer", .unavailable)
    package static let requestSignatureRefused = ProblemCode("channel.request_signature_refused", .configuration)
    package static let clockOff = ProblemCode("channel.clock_off", .configuration)
    package static let answerSignatureInvalid = ProblemCode("channel.answer_signature_invalid", .unavailable)
    package static let answerSignatureMissing = ProblemCode("channel.answer_signature_missing", .unavailable)
    package static let answerKeyUnknown = ProblemCode("channel.answer_key_unknown", .configuration)
    package static let apiV3KeyWrong = ProblemCode("channel.apiv3_key_wrong", .configuration)
    package static let noPlatformCertificate = ProblemCode("channel.no_platform_certificate", .configuration)
    package static let ownKeyAsChannelKey = ProblemCode("channel.own_key_as_channel_key", .configuration)
    package static let settingsInvalid = ProblemCode("channel.settings_invalid", .configuration)
    package static let downloadAddressRefused = ProblemCode("channel.download_address_refused", .badData)
    package static let downloadFailed = ProblemCode("channel.download_failed", .unavailable)
    // A bill that is not whole: no conclusion about its day (Contract 3.2), where the machinery did its part.
    package static let downloadHashMismatch = ProblemCode("channel.download_hash_mismatch", .incomplete)
    package static let downloadDamaged = ProblemCode("channel.download_damaged", .incomplete)
    package static let downloadTooLarge = ProblemCode("channel.download_too_large", .incomplete)
    package static let billNotReady = ProblemCode("channel.bill_not_ready", .tryAgainLater)
    package static let billAbsent = ProblemCode("channel.no_data", .tryAgainLater)
    package static let archiveCannotCreate = ProblemCode("archive.cannot_create", .cannotCreate)
    package static let archiveFailed = ProblemCode("archive.input_output", .inputOutput)
    package static let archiveFull = ProblemCode("archive.full", .tryAgainLater)
    package static let archiveReadOnly = ProblemCode("archive.read_only", .tryAgainLater)
    // A bill whose bytes are not those that came in is not whole: no conclusion rests on it (Contract 3.2).
    package static let archiveAltered = ProblemCode("archive.altered", .incomplete)
    package static let archiveSourceUnreadable = ProblemCode("archive.source_unreadable", .inputOutput)

    package static let channelCodes: [ProblemCode] = [
        .channelUnreachable, .channelUntrusted, .channelBusy, .channelFault, .channelRefusal, .channelPermission,
        .channelUnknownAnswer, .channelMalformedAnswer, .requestSignatureRefused, .clockOff, .answerSignatureInvalid,
        .answerSignatureMissing, .answerKeyUnknown, .apiV3KeyWrong, .noPlatformCertificate, .ownKeyAsChannelKey,
        .settingsInvalid, .downloadAddressRefused, .downloadFailed, .downloadHashMismatch, .downloadDamaged,
        .downloadTooLarge, .billNotReady, .billAbsent, .archiveCannotCreate, .archiveFailed, .archiveFull,
        .archiveReadOnly, .archiveAltered, .archiveSourceUnreadable,
    ]
}
