import Dispatch

/// A value that several queues share, reached by one at a time.
package final class Guarded<Value>: @unchecked Sendable {  // the value is touched on the serial queue only
    private let queue = DispatchQueue(label: "reconciled.guarded")
    private var value: Value

    package init(_ value: Value) { self.value = value }

    package func with<T>(_ body: (inout Value) throws -> T) rethrows -> T { try queue.sync { try body(&value) } }
}
