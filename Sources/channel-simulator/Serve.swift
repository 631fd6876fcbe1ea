import ArgumentParser
import Simulation
import Vocabulary

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve both channels' bill interfaces on 127.0.0.1 until a signal comes.",
        discussion: """
            Keeps its keys in the directory of --keys (files of mode 0600), where it finds them at the next start, beside \
            the callers' side of them and channels.json; says where it listens, and answers as strictly as the real \
            channels: signatures, clocks, nonces, serials and headers are all checked. SIGTERM or SIGINT ends it.

            Four ports: WeChat Pay, its fallback host, Alipay's gateway, Alipay's downloads.

            EXAMPLE
              channel-simulator serve --seed 7 --days 3 --payments 1000 --keys /tmp/simulator-keys

            Beside the keys stands reconciled.yaml, a configuration for these channels. With --load the shop's \
            records of the same days go into that database, unless a shop is there already, and the \
            configuration keeps its results there too. All of it on one host, in three lines, of which the last is for \
            another terminal, once the second says "ready":
              createdb try
              channel-simulator serve --port 9701 --keys /tmp/try --load dbname=try
              export RECONCILED_CONFIG=/tmp/try/reconciled.yaml; reconciled migrate && reconciled serve

            A FAULT FILE is JSON: {"faults": [{...}, ...]}; the first fault that fits an answer strikes it.
              account  wechatpay:<mchid> or alipay:<PID>
              day      yyyy-MM-dd; every day when left out
              bill     ALL, SUCCESS, REFUND, trade, BASIC, OPERATION, FEES, signcustomer or sharing; any when left out
              step     certificates, apply, download, balance (Alipay's balancehis), deposit (its bail) or
                       amounts (WeChat Pay)
              times    how often (1 when left out); or "until": "yyyy-MM-dd HH:mm:ss"; or "always": true
              kind     one of these, with what it needs
            the channel says:  late; error (code, status, signed); clock_skew (seconds);
                               no_data (signature: valid, missing, wrong, stranger, unknown_key, stale, own)
            in its signature:  wrong_signature, unsigned, probe, probe_not_base64, probe_unknown_serial
            in its promise:    broken_hash, hash_type (text), foreign_host (host), expired_link, content (text),
                               other_day (other), other_account (other)
            on the way:        status (status), redirect (host), drop_connection, cut_connection (bytes),
                               slow_body (bytes a second), truncated (bytes), flipped_byte, empty_body,
                               huge_body (bytes), json_garbage, html, bomb (bytes when inflated)
            """)

    @Option(help: "Where all chance comes from.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("First business day; the days before today when left out.", valueName: "yyyy-MM-dd"))
    var from: String?

    @Option(help: "Number of business days, 1 to 3660. The full set of mistakes needs 3.")
    var days = 3

    @Option(help: "Payments per account and day, before the mistakes.")
    var payments = 1000

    @Option(help: "Mistakes in the bills and orders: none, pending-only or full.")
    var mistakes = "full"

    @Option(help: ArgumentHelp("Mistakes in the funds bills: none or full.", valueName: "mistakes"))
    var funds = "none"

    @Flag(
        help: ArgumentHelp(
            "Partners get shares of some payments: records of the shop, sharing bills, movements; with --funds full, "
                + "mistakes of these."))
    var sharing = false

    @Flag(help: "Alipay tells nobody a balance: insufficient-isv-permissions.")
    var refuseBalance = false

    @Option(
        help: ArgumentHelp(
            "Alipay tells the deposit of the seller of `channel-simulator statements` of this month and --seed.",
            valueName: "yyyy-MM"))
    var sellerMonth: String?

    @Option(help: "Orders of that seller without a fault, 1 to 1000000.")
    var sellerOrders = 1000

    @Option(help: "So many answers about the deposit leave a balance open: --.")
    var openBalances = 0

    @Option(help: "First of four ports in a row; 0 takes any that are free.")
    var port: UInt16 = 0

    @Option(help: ArgumentHelp("Directory of the keys and channels.json; made if missing.", valueName: "dir"))
    var keys: String

    @Option(
        help: ArgumentHelp("Load the shop that belongs to the bills into this database.", valueName: "conninfo"))
    var load: String?

    @Option(help: ArgumentHelp("Fault file, see above.", valueName: "file"))
    var faults: String?

    @Option(help: "How WeChat Pay proves itself: certificates, public-key or migrating.")
    var keyMode = "certificates"

    @Flag(help: "Alipay works with certificates in place of bare keys.")
    var alipayCertificates = false

    @Flag(help: "Leave error answers unsigned.")
    var unsignedErrors = false

    @Flag(help: "Go on when the pipe on standard input ends; otherwise that ends it too.")
    var untilSignal = false

    func run() throws {
        do throws(Problem) {
            try ServeRun(self).serve()
        } catch {
            StandardError.write("channel-simulator: \(error.description)\n")
            throw ExitCode(error.code.exit.rawValue)
        }
    }
}
