// Package kubeapi asks the API server the few questions of starting and watching a node, without Kubernetes' own client.
package kubeapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/pki"
)

// Client is one user of the API.
type Client struct {
	base string
	http *http.Client
}

// New reads the certificate of a user, by its file's name.
func New(l layout.Layout, network layout.Network, user string) (*Client, error) {
	authority, err := os.ReadFile(pki.CertFile(l.In("pki", "ca")))
	if err != nil {
		return nil, err
	}
	path := l.In("pki", user)
	pair, err := tls.LoadX509KeyPair(pki.CertFile(path), pki.KeyFile(path))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authority)
	// No proxy: the address exists on this machine only.
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}}}
	return &Client{base: "https://" + network.API(), http: &http.Client{Transport: transport}}, nil
}

// Get succeeds when the server answers 200. `into` may be nil.
func (c *Client) Get(ctx context.Context, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	response, err := c.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, response.Status)
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(body, into)
}
