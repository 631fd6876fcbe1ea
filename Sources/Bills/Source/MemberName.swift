/// Names in Alipay's archives are GBK bytes, with or without the flag that calls them UTF-8. They are never used, only
/// looked at for paths.
enum MemberName {
    /// True for an empty name, for one with `/`, and for one with a `\` that is no second byte of a GBK character.
    static func leavesFolder(_ name: [UInt8]) -> Bool {
        if name.isEmpty || name.contains(UInt8(ascii: "/")) { return true }
        if String(validating: name, as: UTF8.self) != nil { return name.contains(UInt8(ascii: "\\")) }
        var index = 0
        while index < name.count {
            if name[index] == UInt8(ascii: "\\") { return true }
            index += name[index] >= 0x81 ? 2 : 1
        }
        return false
    }
}
