package pki

import (
	"bytes"
	"crypto/x509"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var leaf = Leaf{Name: "server", User: "somebody", Groups: []string{"group"}, IPs: []net.IP{net.IPv4(172, 30, 255, 2)}, Hosts: []string{"host"}}

func ensure(t *testing.T, folder string, now time.Time, leaf Leaf) *x509.Certificate {
	t.Helper()
	authority, err := OpenAuthority(folder, "ca", func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	if err := authority.Ensure(leaf); err != nil {
		t.Fatal(err)
	}
	cert, _, err := readPair(filepath.Join(folder, leaf.Name))
	if err != nil {
		t.Fatal(err)
	}
	if err := cert.CheckSignatureFrom(authority.cert); err != nil {
		t.Fatalf("not signed by the authority on disk: %v", err)
	}
	return cert
}

func TestAGoodCertificateIsKept(t *testing.T) {
	folder, now := t.TempDir(), time.Now()
	first, second := ensure(t, folder, now, leaf), ensure(t, folder, now.Add(24*time.Hour), leaf)
	if !bytes.Equal(first.Raw, second.Raw) {
		t.Error("a certificate with ten months to go was replaced")
	}
}

func TestACertificateIsRenewedBeforeItEnds(t *testing.T) {
	folder, now := t.TempDir(), time.Now()
	first := ensure(t, folder, now, leaf)
	second := ensure(t, folder, first.NotAfter.Add(-renewBefore+time.Hour), leaf)
	if bytes.Equal(first.Raw, second.Raw) {
		t.Error("a certificate that is about to end was kept")
	}
}

func TestACertificateFollowsTheAddress(t *testing.T) {
	folder, now := t.TempDir(), time.Now()
	ensure(t, folder, now, leaf)
	moved := leaf
	moved.IPs = []net.IP{net.IPv4(172, 30, 255, 6)}
	if cert := ensure(t, folder, now, moved); !cert.IPAddresses[0].Equal(moved.IPs[0]) {
		t.Errorf("still made for %v", cert.IPAddresses)
	}
}

func TestALostAuthorityIsReplacedTogetherWithItsCertificates(t *testing.T) {
	folder, now := t.TempDir(), time.Now()
	first := ensure(t, folder, now, leaf)
	if err := os.WriteFile(filepath.Join(folder, "ca.key"), []byte("half a k"), 0o600); err != nil {
		t.Fatal(err)
	}
	if second := ensure(t, folder, now, leaf); bytes.Equal(first.Raw, second.Raw) {
		t.Error("a certificate of the lost authority was kept")
	}
}

func TestKeysAreReadableByTheirOwnerOnly(t *testing.T) {
	folder := t.TempDir()
	ensure(t, folder, time.Now(), leaf)
	info, err := os.Stat(filepath.Join(folder, "server.key"))
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

func TestTheSigningKeyIsReplacedOnlyWhenItIsUnusable(t *testing.T) {
	path := filepath.Join(t.TempDir(), "service-accounts.key")
	read := func() string {
		if err := EnsureSigningKey(path); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(content)
	}
	first := read()
	if read() != first {
		t.Error("a good key was replaced, which voids every token")
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if read() == "" {
		t.Error("an empty key was kept")
	}
}
