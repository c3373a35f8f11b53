#!/usr/bin/env bash
# A Chromium and colour emoji for the tests in a browser, on Debian and Ubuntu; does nothing where they are there.
set -euo pipefail
if [ -x "${CHROMIUM:-/usr/bin/chromium}" ] && [ -n "$(fc-list 'Noto Color Emoji' 2>/dev/null)" ]; then exit 0; fi
as_root=$([ "$(id -u)" = 0 ] || echo sudo)
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-noto-color-emoji fonts-liberation > /dev/null
