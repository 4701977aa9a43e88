"""Calls macros of a workbook in headless LibreOffice; runs under the system's Python, which is the one with UNO.

usage: uno_macros.py WORKBOOK CALLS.json ANSWER.json WORK_FOLDER
"""

# mypy: ignore-errors

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue

_ALWAYS_RUN = 4


def property_value(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def start_office(folder):
    pipe = "cfcmacros" + str(time.time_ns())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;", profile]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        with contextlib.suppress(Exception):
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return process, context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        time.sleep(0.25)
    raise SystemExit("LibreOffice did not start")


def main(workbook, calls, answer, folder):
    process, desktop = start_office(folder)
    try:
        options = (property_value("Hidden", True), property_value("MacroExecutionMode", _ALWAYS_RUN))
        book = desktop.loadComponentFromURL(Path(workbook).as_uri(), "_blank", 0, options)
        scripts = book.getScriptProvider()
        results = []
        for name, arguments in json.loads(Path(calls).read_text("utf-8")):
            url = f"vnd.sun.star.script:VBAProject.{name}?language=Basic&location=document"
            results.append(scripts.getScript(url).invoke(tuple(arguments), (), ())[0])
        Path(answer).write_text(json.dumps(results), "utf-8")
        book.close(True)
    finally:
        with contextlib.suppress(Exception):
            desktop.terminate()
        process.wait(30)


if __name__ == "__main__":
    main(*sys.argv[1:])
