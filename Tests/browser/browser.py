"""A headless Chromium driven over its debugging pipe: no package, no port, no driver.

The protocol is JSON, each message ended by a NUL, on the file descriptors 3 (to the browser) and 4 (from it)."""

import base64
import json
import os
import subprocess
import tempfile


class Browser:
    def __init__(self, program="chromium-headless-shell"):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        down, up = os.pipe(), os.pipe()
        # Root, as CI may be, has no sandbox of Chromium's; it opens only pages of this test.
        sandbox = ["--no-sandbox"] if os.getuid() == 0 else []
        arguments = [program, "--headless", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe",
                     "--user-data-dir=" + self.profile.name, "--no-first-run", "--disable-dev-shm-usage"]
        # The shell puts the pipes where the browser looks for them.
        command = 'exec "$@" 3<&%d 4>&%d' % (down[0], up[1])
        self.process = subprocess.Popen(
            ["bash", "-c", command, "browser"] + arguments + sandbox, pass_fds=[down[0], up[1]],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(down[0])
        os.close(up[1])
        self.output, self.input = down[1], os.fdopen(up[0], "rb")
        self.number, self.buffer, self.events = 0, b"", []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = None
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.send(domain + ".enable")

    def close(self):
        self.process.kill()
        self.process.wait()
        self.input.close()
        os.close(self.output)
        self.profile.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def message(self):
        while b"\0" not in self.buffer:
            block = os.read(self.input.fileno(), 1 << 20)
            if not block:
                raise RuntimeError("the browser has ended")
            self.buffer += block
        text, _, self.buffer = self.buffer.partition(b"\0")
        return json.loads(text)

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.output, data):]
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError("%s: %s" % (method, answer["error"]))
                return answer["result"]
            self.events.append(answer)

    def resize(self, width, height=900, phone=False):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=phone)

    def open(self, url, width, height=900, phone=False):
        """Loads a page and returns the addresses that it asked for, and what it complained about."""
        self.resize(width, height, phone)
        self.events = []
        self.send("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.message())
        # One more answer: what the page asks for while it loads has been told by then.
        self.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
        asked = [event["params"]["request"]["url"] for event in self.events
                 if event.get("method") == "Network.requestWillBeSent"]
        complaints = [event["params"] for event in self.events
                      if event.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")]
        return asked, complaints

    def evaluate(self, expression):
        answer = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(json.dumps(answer["exceptionDetails"])[:2000])
        return answer["result"].get("value")

    def screenshot(self, path, height_max=6000):
        width, height = self.evaluate("[innerWidth, document.documentElement.scrollHeight]")
        picture = self.send("Page.captureScreenshot", captureBeyondViewport=True,
                            clip={"x": 0, "y": 0, "width": width, "height": min(height, height_max), "scale": 1})
        with open(path, "wb") as file:
            file.write(base64.b64decode(picture["data"]))

    def pdf(self, path):
        data = base64.b64decode(self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=False)["data"])
        with open(path, "wb") as file:
            file.write(data)
        return data
