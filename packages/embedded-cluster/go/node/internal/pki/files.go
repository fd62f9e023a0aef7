package pki

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"

	"fairlead/embedded-node/internal/layout"
)

// CertFile and KeyFile are the two files of one pair.
func CertFile(path string) string { return path + ".crt" }

// KeyFile is the private half.
func KeyFile(path string) string { return path + ".key" }

func readPair(path string) (*x509.Certificate, crypto.Signer, error) {
	pair, err := tls.LoadX509KeyPair(CertFile(path), KeyFile(path))
	if err != nil {
		return nil, nil, err
	}
	signer, ok := pair.PrivateKey.(crypto.Signer)
	if !ok {
		return nil, nil, errors.New("the key cannot sign")
	}
	return pair.Leaf, signer, nil
}

func writePair(path string, cert *x509.Certificate, key *ecdsa.PrivateKey) error {
	// The key goes first: a crash in between leaves a pair that does not fit and is therefore made anew.
	if err := writeKey(KeyFile(path), key); err != nil {
		return err
	}
	return layout.WriteFile(CertFile(path), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw}))
}

func writeKey(path string, key *ecdsa.PrivateKey) error {
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return err
	}
	return layout.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der}))
}

// EnsureSigningKey makes the key for service account tokens. Replacing it would void every token in the cluster.
func EnsureSigningKey(path string) error {
	content, err := os.ReadFile(path)
	if err == nil {
		if block, _ := pem.Decode(content); block != nil {
			if _, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
				return nil
			}
		}
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	return writeKey(path, key)
}
