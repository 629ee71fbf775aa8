"""Which addresses lie on the open internet."""

import ipaddress

import pytest
from hypothesis import given, strategies as st

from bzpeer.net.addresses import is_global


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8", "93.184.216.34", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
        "192.0.1.1", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450::1",
        "2001:200::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
    ],
)  # fmt: skip
def test_the_open_internet(address):
    assert is_global(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.1",
        "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1",
        "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:808:808::1",
        "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::", "2002:c0a8:1::1",
        "3fff::1", "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
        "", "localhost", "8.8.8", "0x8.8.8.8", "8.8.8.8 ", "2606:4700::1%eth0",
    ],
)  # fmt: skip
def test_everything_else(address):
    assert not is_global(address)


@given(st.ip_addresses())
def test_nothing_that_python_calls_closed_is_open(address):
    closed = address.is_private or address.is_loopback or address.is_link_local or address.is_multicast
    inside = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if (closed or address.is_reserved or address.is_unspecified) and not inside and address not in NAT64:
        assert not is_global(str(address))


@given(st.ip_addresses(v=4))
def test_the_address_inside_decides(address):
    number = int(address)
    wrapped = [
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x64FF9B << 96) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80)),
    ]
    assert {is_global(str(one)) for one in wrapped} == {is_global(str(address))}


NAT64 = ipaddress.ip_network("64:ff9b::/96")
