import Channels
import Vocabulary

/// How `reconciled-run@.service` names its run: `reconcile --instance wechatpay:1900999001:2026-11-21`, in which systemd
/// puts the instance's name as it was given. It stands for `reconcile wechatpay 2026-11-21 --account 1900999001`.
/// - Throws: `command.instance`.
func expandingInstance(_ arguments: [String]) throws(Problem) -> [String] {
    guard arguments.count >= 2, arguments[0] == "reconcile", arguments[1] == "--instance" else { return arguments }
    let name = arguments.count > 2 ? arguments[2] : ""
    let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    // An empty part, or one that begins like an option, would be read as something else further on.
    guard parts.count == 3, ChannelList.all[parts[0]] != nil, parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
        !parts[1].isEmpty, DayArgument(argument: parts[2]) != nil
    else {
        throw Problem(
            .commandInstance, "the instance does not name a run",
            expected: "CHANNEL:ACCOUNT:DATE, such as wechatpay:1900999001:2026-11-21",
            found: name.isEmpty ? "nothing" : name)
    }
    return ["reconcile", parts[0], parts[2], "--account", parts[1]] + arguments.dropFirst(3)
}
