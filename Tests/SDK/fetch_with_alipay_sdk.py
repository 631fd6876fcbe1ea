#!/usr/bin/env python3
"""Fetches Alipay bills from the simulator with the public SDK alipay-sdk-python, unchanged apart from its host.

usage: fetch_with_alipay_sdk.py KEYS_DIRECTORY DATE [DATE ...]

KEYS_DIRECTORY is the one that `channel-simulator serve --keys` wrote. The SDK signs and verifies; this script checks
that the ZIP is whole and that its rows add up to its own totals, and those of the funds bill to the balances at both
ends of the day. Any difference ends it with status 1.

The SDK can only reach ports 80 and 443 and knows nothing of certificates. So it talks to its real host name by plain
HTTP, connections to that name are led to the simulator, and in certificate mode the two certificate numbers go in as
the additional parameters that every request object takes.
"""

import io
import json
import os
import re
import socket
import sys
import time
import urllib.request
import zipfile
from decimal import Decimal
from urllib.parse import urlsplit

# The SDK stamps its requests with the local time, and Alipay's clocks show that of Beijing.
os.environ["TZ"] = "Asia/Shanghai"
time.tzset()

from alipay.aop.api.AlipayClientConfig import AlipayClientConfig
from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient
from alipay.aop.api.domain.AlipayDataDataserviceBillDownloadurlQueryModel import (
    AlipayDataDataserviceBillDownloadurlQueryModel,
)
from alipay.aop.api.request.AlipayDataDataserviceBillDownloadurlQueryRequest import (
    AlipayDataDataserviceBillDownloadurlQueryRequest,
)
from alipay.aop.api.response.AlipayDataDataserviceBillDownloadurlQueryResponse import (
    AlipayDataDataserviceBillDownloadurlQueryResponse,
)
from alipay.aop.api.domain.AlipayDataBillBalancehisQueryModel import AlipayDataBillBalancehisQueryModel
from alipay.aop.api.request.AlipayDataBillBalancehisQueryRequest import AlipayDataBillBalancehisQueryRequest
from alipay.aop.api.response.AlipayDataBillBalancehisQueryResponse import AlipayDataBillBalancehisQueryResponse
from cryptography import x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

HOST = "openapi.alipay.com"


class Difference(Exception):
    pass


def expect(condition, text):
    if not condition:
        raise Difference(text)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def lead_to_simulator(gateway_url):
    target = urlsplit(gateway_url)
    connect = socket.create_connection

    def led(address, *arguments, **named):
        if address[0] == HOST:
            address = (target.hostname, target.port)
        return connect(address, *arguments, **named)

    socket.create_connection = led


def bare(pem):
    return "".join(line for line in pem.splitlines() if not line.startswith("-----"))


def client(application):
    config = AlipayClientConfig()
    config.server_url = f"http://{HOST}/gateway.do"
    config.app_id = application["appID"]
    key = load_pem_private_key(read(application["appKeyPath"]).encode(), password=None)
    config.app_private_key = bare(
        key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
    )
    if application["usesCertificates"]:
        certificate = x509.load_pem_x509_certificate(read(application["alipayCertificatePath"]).encode())
        config.alipay_public_key = bare(
            certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        )
    else:
        config.alipay_public_key = bare(read(application["alipayPublicKeyPath"]))
    return DefaultAlipayClient(alipay_client_config=config)


def ask(client, application, day, bill_type="trade"):
    model = AlipayDataDataserviceBillDownloadurlQueryModel()
    model.bill_type = bill_type
    model.bill_date = day
    model.secure = "true"
    response = AlipayDataDataserviceBillDownloadurlQueryResponse()
    return execute(client, application, AlipayDataDataserviceBillDownloadurlQueryRequest(biz_model=model), response)


def ask_balances(client, application, day):
    model = AlipayDataBillBalancehisQueryModel()
    model.biz_date = day
    response = AlipayDataBillBalancehisQueryResponse()
    return execute(client, application, AlipayDataBillBalancehisQueryRequest(biz_model=model), response)


def execute(client, application, request, response):
    if application["usesCertificates"]:
        request.add_other_text_param("app_cert_sn", application["appCertificateNumber"])
        request.add_other_text_param("alipay_root_cert_sn", application["alipayRootCertificateNumber"])
    response.parse_response_content(client.execute(request))
    return response


def yuan(text):
    return Decimal(text.strip())


def check_archive(body):
    """Number of rows; the totals are those of the detail's own last lines."""
    expect(body[:4] == b"PK\x03\x04", f"no ZIP: {body[:60]!r}")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        expect(archive.testzip() is None, "a member of the ZIP is broken")
        texts = [archive.read(name).decode("gb18030") for name in archive.namelist()]
    details = [text for text in texts if "业务明细列表" in text]
    expect(len(details) == 1 and len(texts) == 2, "detail and summary were expected")
    lines = details[0].splitlines()
    body_lines = [line for line in lines if line.strip() and not line.startswith("#")]
    header = [cell.strip() for cell in body_lines[0].split(",")]
    rows = [[cell.strip() for cell in line.split(",")] for line in body_lines[1:]]
    kinds = {"交易": [], "退款": []}
    for row in rows:
        expect(len(row) >= len(header), f"a row of {len(row)} cells under {len(header)} columns")
        kind = row[header.index("业务类型")]
        # Kinds that Alipay may add some day stand outside of its totals.
        if kind in kinds:
            kinds[kind].append(yuan(row[header.index("商家实收（元）") - len(header)]))
    for kind, word in (("交易", "商家实收共"), ("退款", "商家实收退款共")):
        total = next(line for line in lines if line.startswith(f"#{kind}合计"))
        count, settled = re.search(rf"(\d+)笔，{word}(-?[\d.]+)元", total).groups()
        expect(int(count) == len(kinds[kind]), f"{kind}: {count} announced, {len(kinds[kind])} rows")
        added = sum(kinds[kind], Decimal(0))
        expect(added == yuan(settled), f"{kind}: total {settled}, the rows add up to {added}")
    return len(rows)


def check_funds(body):
    """Number of rows, and what they add up to."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        texts = [archive.read(name).decode("gb18030") for name in archive.namelist()]
    (detail,) = [text for text in texts if "账务明细列表" in text]
    lines = detail.splitlines()
    table = [line.split(",") for line in lines if line.strip() and not line.startswith("#")]
    header = [cell.strip() for cell in table[0]]
    into = [yuan(row[header.index("收入金额（+元）")]) for row in table[1:]]
    out_of = [yuan(row[header.index("支出金额（-元）")]) for row in table[1:]]
    for word, column in (("收入", into), ("支出", out_of)):
        total = next(line for line in lines if line.startswith(f"#{word}合计"))
        count, amount = re.search(r"(\d+)笔，共(-?[\d.]+)元", total).groups()
        moved = [part for part in column if part]
        expect(int(count) == len(moved) and yuan(amount) == sum(moved, Decimal(0)), f"{word}: {total}")
    return len(table) - 1, sum(into + out_of, Decimal(0))


def fetch_funds(sdk, application, day):
    response = ask(sdk, application, day, "signcustomer")
    expect(response.is_success(), f"{response.sub_code} {response.sub_msg}")
    with urllib.request.urlopen(response.bill_download_url, timeout=60) as file:
        rows, moved = check_funds(file.read())
    balances = ask_balances(sdk, application, day)
    expect(balances.is_success(), f"{balances.sub_code} {balances.sub_msg}")
    opening, closing = yuan(balances.beginning_balance), yuan(balances.ending_balance)
    expect(opening + moved == closing, f"{opening} and {moved} are not {closing}")
    print(f"alipay {application['partnerID']} signcustomer {day}: {rows} movements, {opening} to {closing}")


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    applications = json.loads(read(sys.argv[1] + "/channels.json"))["alipay"]
    fetched = 0
    for application in applications:
        lead_to_simulator(application["gatewayURL"])
        sdk = client(application)
        for day in sys.argv[2:]:
            response = ask(sdk, application, day)
            if not response.is_success():
                expect(response.sub_code == "NO_BILL_DATA", f"{response.sub_code} {response.sub_msg}")
                print(f"alipay {application['partnerID']} {day}: no data")
                continue
            with urllib.request.urlopen(response.bill_download_url, timeout=60) as file:
                rows = check_archive(file.read())
            expect((rows == 0) == (response.bill_file_code is not None), "an empty file has to be announced")
            fetched += 1
            mode = "certificates" if application["usesCertificates"] else "public-key"
            print(f"alipay {application['partnerID']} {mode} {day}: {rows} rows")
            fetch_funds(sdk, application, day)
    expect(fetched > 0, "no bill was fetched at all")


if __name__ == "__main__":
    try:
        main()
    except Difference as difference:
        sys.exit(f"DIFFERENCE: {difference}")
