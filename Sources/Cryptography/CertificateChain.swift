import CLibcrypto
import Vocabulary

extension Certificate {
    /// Proves that this certificate leads to one of `roots` through `intermediates`, all of them valid at the moment.
    /// - Throws: `key.certificate_untrusted` with libcrypto's reason.
    package func verifyChain(
        intermediates: [Certificate], roots: [Certificate], atEpochSeconds moment: Int64
    ) throws(Problem) {
        guard let store = X509_STORE_new(), let context = X509_STORE_CTX_new(), let stack = recon_x509_stack_new()
        else { throw libraryFailure("cannot verify a certificate chain") }
        defer {
            X509_STORE_CTX_free(context)
            X509_STORE_free(store)
            recon_x509_stack_free(stack)
            ERR_clear_error()
        }
        for root in roots { X509_STORE_add_cert(store, root.handle) }
        for certificate in intermediates { _ = recon_x509_stack_push(stack, certificate.handle) }
        guard X509_STORE_CTX_init(context, store, handle, stack) == 1 else {
            throw libraryFailure("cannot verify a certificate chain")
        }
        X509_STORE_CTX_set_time(context, 0, Int(moment))
        guard X509_verify_cert(context) == 1 else {
            let code = X509_STORE_CTX_get_error(context)
            let reason = X509_verify_cert_error_string(Int(code)).map { String(cString: $0) } ?? "error \(code)"
            throw Problem(
                .certificateUntrusted, "the certificate does not lead to a trusted root: \(reason)",
                found: shownSubject,
                hint: "Give the root certificates that the channel publishes and the certificate it issued.")
        }
    }
}
