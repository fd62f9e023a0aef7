// Package pki makes the cluster's certificates and renews those that are missing, about to end, or made for another address.
package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"net"
	"path/filepath"
	"slices"
	"time"
)

const (
	authorityLifetime = 10 * 365 * 24 * time.Hour
	leafLifetime      = 365 * 24 * time.Hour
	// A cluster that runs for weeks must not outlive its certificates.
	renewBefore = 60 * 24 * time.Hour
)

// Leaf is one certificate to have.
type Leaf struct {
	Name   string
	User   string
	Groups []string
	IPs    []net.IP
	Hosts  []string
}

// Authority signs leaves; both are kept in one folder.
type Authority struct {
	folder string
	now    func() time.Time
	cert   *x509.Certificate
	key    crypto.Signer
}

// OpenAuthority reads the authority, or makes a new one when it is missing, unreadable or about to end.
func OpenAuthority(folder, name string, now func() time.Time) (*Authority, error) {
	authority := &Authority{folder: folder, now: now}
	path := filepath.Join(folder, name)
	cert, key, err := readPair(path)
	if err == nil && cert.IsCA && now().Add(renewBefore).Before(cert.NotAfter) {
		authority.cert, authority.key = cert, key
		return authority, nil
	}
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: "fairlead-" + name},
		NotAfter:              now().Add(authorityLifetime),
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	newKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	authority.key = newKey
	authority.cert, err = authority.sign(template, template, newKey)
	if err != nil {
		return nil, err
	}
	return authority, writePair(path, authority.cert, newKey)
}

// Ensure makes the leaf unless a good one is there.
func (a *Authority) Ensure(leaf Leaf) error {
	path := filepath.Join(a.folder, leaf.Name)
	if cert, _, err := readPair(path); err == nil && a.stillGood(cert, leaf) {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	cert, err := a.sign(&x509.Certificate{
		Subject:     pkix.Name{CommonName: leaf.User, Organization: leaf.Groups},
		NotAfter:    a.now().Add(leafLifetime),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		IPAddresses: leaf.IPs,
		DNSNames:    leaf.Hosts,
	}, a.cert, key)
	if err != nil {
		return fmt.Errorf("certificate %s: %w", leaf.Name, err)
	}
	return writePair(path, cert, key)
}

func (a *Authority) sign(template, parent *x509.Certificate, key crypto.Signer) (*x509.Certificate, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 126))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	// Clocks of virtual machines jump when they wake up.
	template.NotBefore = a.now().Add(-24 * time.Hour)
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

func (a *Authority) stillGood(cert *x509.Certificate, leaf Leaf) bool {
	if cert.CheckSignatureFrom(a.cert) != nil || !a.now().Add(renewBefore).Before(cert.NotAfter) {
		return false
	}
	sameIPs := slices.EqualFunc(cert.IPAddresses, leaf.IPs, net.IP.Equal)
	sameUser := cert.Subject.CommonName == leaf.User && slices.Equal(cert.Subject.Organization, leaf.Groups)
	return sameIPs && sameUser && slices.Equal(cert.DNSNames, leaf.Hosts)
}
