"""What browsers are told: content security policies, cookies, transport."""

from urllib.parse import urlsplit

from django.utils.csp import CSP

# Public pages: everything from this site; frames only from the providers that a click may load (pages/embeds.py).
PUBLIC_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}


def public_policy(analytics_script: str) -> dict[str, list[str]]:
    """Returns the public policy, open to the service that counts visits where there is one.

    Args:
        analytics_script: The full address of its script; empty where nothing counts.
    """
    if not analytics_script:
        return PUBLIC_CSP
    parts = urlsplit(analytics_script)
    origin = f"{parts.scheme}://{parts.netloc}"
    return PUBLIC_CSP | {name: [*PUBLIC_CSP[name], origin] for name in ("script-src", "connect-src")}


# A card that other sites show: any of them may, and there is no script in it.
EMBED_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}

# The Wagtail admin writes inline scripts and styles and previews pages in a frame of the same site.
ADMIN_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}

# Nothing this site shows needs any of these from the browser.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: []
    for name in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
