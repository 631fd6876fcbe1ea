#!/usr/bin/env python3
"""Fetches WeChat Pay bills from the simulator with the public SDK wechatpayv3, unchanged apart from its host.

usage: fetch_with_wechatpayv3.py KEYS_DIRECTORY DATE [DATE ...]

KEYS_DIRECTORY is the one that `channel-simulator serve --keys` wrote. Every merchant in it is fetched in its own key
mode, every file type, plain and gzip. The SDK verifies the signatures; this script checks the SHA-1, the count and
all column sums against the file's last line, and that the balances of the funds bills follow each other from row to row
and from day to day. Any difference ends it with status 1.
"""

import gzip
import hashlib
import json
import logging
import sys
from decimal import Decimal

from wechatpayv3 import WeChatPay, WeChatPayType
from wechatpayv3.core import Core

# Column of the rows that adds up to each column of the last line, in the present and in the old form.
SUMS = {
    "应结订单总金额": "应结订单金额",
    "退款总金额": "退款金额",
    "充值券退款总金额": "充值券退款金额",
    "手续费总金额": "手续费",
    "订单总金额": "订单金额",
    "申请退款总金额": "申请退款金额",
}
OLD_SUMS = {
    "总交易额": "总金额",
    "总退款金额": "退款金额",
    "总企业红包退款金额": "企业红包退款金额",
    "总代金券或立减优惠退款金额": "代金券或立减优惠退款金额",
    "手续费总金额": "手续费",
}


class Difference(Exception):
    pass


def expect(condition, text):
    if not condition:
        raise Difference(text)


def use_host(url):
    """The SDK keeps its host in an attribute that its constructor sets and already uses there."""
    Core._gate_way = property(lambda core: url, lambda core, value: None)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def client(merchant):
    use_host(merchant["primaryURL"])
    public_key = {}
    if merchant["keyMode"] != "certificates":
        public_key = {"public_key": read(merchant["publicKeyPath"]), "public_key_id": merchant["publicKeyID"]}
    return WeChatPay(
        wechatpay_type=WeChatPayType.JSAPI,
        mchid=merchant["mchid"],
        private_key=read(merchant["merchantKeyPath"]),
        cert_serial_no=merchant["merchantCertificateSerial"],
        appid=merchant["appID"],
        apiv3_key=read(merchant["apiV3KeyPath"]),
        logger=logging.getLogger("wechatpayv3"),
        timeout=(10, 60),
        **public_key,
    )


def cells(line, width):
    """Values begin with a backtick; a surplus of cells lies in the two free texts, which carry no sums."""
    parts = line[1:].split(",`")
    return parts if len(parts) == width else None


def check_totals(text):
    lines = text.removeprefix("\ufeff").splitlines()
    header = lines[0].split(",")
    names, totals = lines[-2].split(","), cells(lines[-1], len(lines[-2].split(",")))
    rows = lines[1:-2]
    expect(totals is not None and lines[-1].startswith("`"), "the last line is no summary")
    expect(int(totals[0]) == len(rows), f"{totals[0]} rows announced, {len(rows)} there")
    sums = OLD_SUMS if names[1] == "总交易额" else SUMS
    free = header.index("商品名称")
    for name, total in zip(names[1:], totals[1:]):
        column = header.index(sums[name])
        # Columns behind the free texts count from the right.
        place = column if column < free else column - len(header)
        added = sum((Decimal(row[1:].split(",`")[place]) for row in rows), Decimal(0))
        expect(added == Decimal(total), f"{name} is {total}, the rows add up to {added}")
    return len(rows)


def check_funds(text):
    """Rows, opening and closing balance."""
    lines = text.removeprefix("\ufeff").splitlines()
    expect(lines[0].startswith("记账时间,") and lines[-2].startswith("资金流水总笔数,"), "this is no funds bill")
    sums = {"收入": [0, Decimal(0)], "支出": [0, Decimal(0)]}
    opening = balance = None
    for line in lines[1:-2]:
        parts = line[1:].split(",`")
        amount, after = Decimal(parts[6]), Decimal(parts[7])
        sums[parts[5]][0] += 1
        sums[parts[5]][1] += amount
        signed = amount if parts[5] == "收入" else -amount
        opening = after - signed if opening is None else opening
        expect(balance is None or balance + signed == after, f"the balance breaks at {line}")
        balance = after
    totals = lines[-1][1:].split(",`")
    found = [str(len(lines) - 3)] + [str(part) for sum_ in sums.values() for part in sum_]
    expect([Decimal(part) for part in totals] == [Decimal(part) for part in found], f"{totals} announced, {found} there")
    return len(lines) - 3, opening, balance


def fetch_funds(pay, day, pot):
    code, answer = pay.fundflow_bill(bill_date=day, account_type=pot)
    promise = json.loads(answer)
    if code == 400 and promise["code"] == "NO_STATEMENT_EXIST":
        return None
    expect(code == 200, f"applying for {pot}: {code} {answer}")
    code, body = pay.download_bill(promise["download_url"].strip())
    expect(code == 200, f"downloading: {code} {body[:200]}")
    plain = gzip.decompress(body)
    expect(hashlib.sha1(plain).hexdigest() == promise["hash_value"].lower(), "the SHA-1 is another")
    return check_funds(plain.decode("utf-8"))


def fetch(pay, day, bill_type, packing):
    """Rows of the bill, or None where the channel says that there is none."""
    arguments = {"bill_date": day, "bill_type": bill_type}
    if packing:
        arguments["tar_type"] = packing
        code, answer = pay.trade_bill(**arguments)
    else:
        # The SDK always asks for gzip; the plain file goes through the request that its own method makes.
        code, answer = pay._core.request(f"/v3/bill/tradebill?bill_date={day}&bill_type={bill_type}")
    promise = json.loads(answer)
    if code == 400 and promise["code"] == "NO_STATEMENT_EXIST":
        return None
    expect(code == 200, f"applying: {code} {answer}")
    expect(promise["hash_type"] == "SHA1", f"hash type {promise['hash_type']}")
    code, body = pay.download_bill(promise["download_url"].strip())
    expect(code == 200, f"downloading: {code} {body[:200]}")
    plain = gzip.decompress(body) if packing else body
    found = hashlib.sha1(plain).hexdigest()
    expect(found == promise["hash_value"].lower(), f"SHA-1 is {found}, promised {promise['hash_value']}")
    return check_totals(plain.decode("utf-8"))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    merchants = json.loads(read(sys.argv[1] + "/channels.json"))["wechatpay"]
    fetched = 0
    for merchant in merchants:
        pay = client(merchant)
        closings = {}
        for day in sys.argv[2:]:
            rows = {}
            for bill_type in ("ALL", "SUCCESS", "REFUND"):
                rows[bill_type] = fetch(pay, day, bill_type, "GZIP")
                plain = fetch(pay, day, bill_type, None)
                expect(plain == rows[bill_type], f"{bill_type}: {plain} rows plain, {rows[bill_type]} packed")
                fetched += 2 if plain is not None else 0
            parts = (rows["SUCCESS"] or 0) + (rows["REFUND"] or 0)
            expect(parts == (rows["ALL"] or 0), f"ALL has {rows['ALL']} rows, its two parts {parts}")
            print(f"wechatpay {merchant['mchid']} {merchant['keyMode']} {day}: {rows}")
            for pot in ("BASIC", "OPERATION", "FEES"):
                funds = fetch_funds(pay, day, pot)
                if funds is None:
                    continue
                count, opening, closing = funds
                expect(closings.get(pot, opening) == opening, f"{pot} opens with {opening}, not {closings.get(pot)}")
                closings[pot] = closing
                print(f"wechatpay {merchant['mchid']} {pot} {day}: {count} movements, {opening} to {closing}")
        expect("BASIC" in closings, "no funds bill was fetched")
    expect(fetched > 0, "no bill was fetched at all")


if __name__ == "__main__":
    try:
        main()
    except Difference as difference:
        sys.exit(f"DIFFERENCE: {difference}")
