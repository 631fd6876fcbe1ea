import Channels
import Glibc
import Orders
import Postgres
import Vocabulary

/// The database of the results as a reader of them reaches it.
struct ResultsAddress {
    let conninfo: String
    /// nil where nothing says more of the shop than the results' own database knows.
    var orders: OrdersSource?
    /// The configuration that it is from.
    var file: String?

    private static let serviceUser = "reconciled"

    init(conninfo: String, orders: OrdersSource? = nil, file: String? = nil) {
        (self.conninfo, self.orders, self.file) = (conninfo, orders, file)
    }

    init(_ configuration: Configuration) {
        self.init(
            conninfo: configuration.resultsConninfo, orders: configuration.ordersSource, file: configuration.file)
    }

    func connect(name: String) throws(Problem) -> Connection {
        do throws(PostgresError) { return try connectAsWhoMay(name) } catch {
            throw error.problem("connecting to the results database").located(Place(file: file))
        }
    }

    /// The database knows no root. Root reads the service's configuration as the service would.
    private func connectAsWhoMay(_ name: String) throws(PostgresError) -> Connection {
        do throws(PostgresError) { return try Connection(conninfo, name: name) } catch {
            guard error.isUnknownRole, file != nil, geteuid() == 0, let user = getpwnam(Self.serviceUser)?.pointee,
                setegid(user.pw_gid) == 0, seteuid(user.pw_uid) == 0
            else { throw error }
            defer { _ = (seteuid(0), setegid(0)) }
            return try Connection(conninfo, name: name)
        }
    }
}

extension Configuration {
    /// Where the orders are read, by a run and by `check`.
    var ordersSource: OrdersSource { orders.source(of: channels) }
}

extension OrdersConfiguration {
    func source(of channels: ChannelList) -> OrdersSource {
        OrdersSource(
            conninfo: conninfo, channels: channels.channels, paymentRelation: paymentRelation,
            refundRelation: refundRelation, sharingRelation: sharingRelation)
    }
}
