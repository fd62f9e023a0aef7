package settings

import (
	"encoding/base64"
	"os"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/pki"
)

// ContextName is the name of context, cluster and user in every kubeconfig.
const ContextName = "fairlead"

func kubeconfigOf(l layout.Layout, client string) string {
	if client == "admin" {
		return l.Kubeconfig()
	}
	return l.In("etc", client+".kubeconfig")
}

func writeKubeconfigs(l layout.Layout, network layout.Network) error {
	for _, client := range clients() {
		config, err := kubeconfig(l, network, client.Name)
		if err != nil {
			return err
		}
		if err := layout.WriteFile(kubeconfigOf(l, client.Name), []byte(asJSON(config))); err != nil {
			return err
		}
	}
	return nil
}

// kubeconfig carries its certificates in itself, so that it can be copied or merged.
func kubeconfig(l layout.Layout, network layout.Network, client string) (object, error) {
	data := map[string]string{}
	for key, path := range map[string]string{
		"authority": pki.CertFile(l.In("pki", "ca")),
		"cert":      pki.CertFile(l.In("pki", client)),
		"key":       pki.KeyFile(l.In("pki", client)),
	} {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		data[key] = base64.StdEncoding.EncodeToString(content)
	}
	return object{
		"apiVersion":      "v1",
		"kind":            "Config",
		"current-context": ContextName,
		"clusters": []object{{"name": ContextName, "cluster": object{
			"server": "https://" + network.API(), "certificate-authority-data": data["authority"],
		}}},
		"users": []object{{"name": ContextName, "user": object{
			"client-certificate-data": data["cert"], "client-key-data": data["key"],
		}}},
		"contexts": []object{{"name": ContextName, "context": object{"cluster": ContextName, "user": ContextName}}},
	}, nil
}
