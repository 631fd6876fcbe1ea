#pragma once
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

// What follows are macros in OpenSSL, which Swift cannot call.

// RFC 2253 as the payment channels print it: characters outside ASCII stay as they are.
static inline unsigned long recon_rfc2253_flags(void) {
    return XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
}
static inline STACK_OF(X509) *recon_x509_stack_new(void) { return sk_X509_new_null(); }
static inline int recon_x509_stack_push(STACK_OF(X509) *stack, X509 *certificate) {
    return sk_X509_push(stack, certificate);
}
// Leaves the certificates alone: they belong to whoever pushed them.
static inline void recon_x509_stack_free(STACK_OF(X509) *stack) { sk_X509_free(stack); }
