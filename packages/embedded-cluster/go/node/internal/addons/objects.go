// Package addons is what turns a bare Kubernetes into a usable one: DNS and dynamic volumes.
package addons

import (
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	storagev1 "k8s.io/api/storage/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"fairlead/embedded-node/internal/layout"
	"fairlead/embedded-node/internal/settings"
)

const (
	systemNamespace = "kube-system"
	dnsService      = "kube-dns"
	corednsRole     = "fairlead:coredns"
)

func pointer[T any](value T) *T { return &value }

func objects(network layout.Network) []runtime.Object {
	return append([]runtime.Object{storageClass()}, dnsObjects(network)...)
}

func storageClass() *storagev1.StorageClass {
	return &storagev1.StorageClass{
		TypeMeta: metav1.TypeMeta{APIVersion: "storage.k8s.io/v1", Kind: "StorageClass"},
		ObjectMeta: metav1.ObjectMeta{
			Name:        settings.StorageClass,
			Annotations: map[string]string{"storageclass.kubernetes.io/is-default-class": "true"},
		},
		Provisioner:   Provisioner,
		ReclaimPolicy: pointer(corev1.PersistentVolumeReclaimDelete),
		// With one node there is nothing to wait for; a claim is bound before its pod exists.
		VolumeBindingMode: pointer(storagev1.VolumeBindingImmediate),
	}
}

// dnsObjects lead the service address to CoreDNS, which runs beside kubelet and not in a pod.
func dnsObjects(network layout.Network) []runtime.Object {
	return []runtime.Object{
		&rbacv1.ClusterRole{
			TypeMeta:   metav1.TypeMeta{APIVersion: "rbac.authorization.k8s.io/v1", Kind: "ClusterRole"},
			ObjectMeta: metav1.ObjectMeta{Name: corednsRole},
			Rules: []rbacv1.PolicyRule{
				{APIGroups: []string{""}, Resources: []string{"services", "namespaces", "pods"}, Verbs: []string{"list", "watch"}},
				{APIGroups: []string{"discovery.k8s.io"}, Resources: []string{"endpointslices"}, Verbs: []string{"list", "watch"}},
			},
		},
		&rbacv1.ClusterRoleBinding{
			TypeMeta:   metav1.TypeMeta{APIVersion: "rbac.authorization.k8s.io/v1", Kind: "ClusterRoleBinding"},
			ObjectMeta: metav1.ObjectMeta{Name: corednsRole},
			RoleRef:    rbacv1.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: corednsRole},
			Subjects:   []rbacv1.Subject{{APIGroup: "rbac.authorization.k8s.io", Kind: "User", Name: settings.CoreDNSUser}},
		},
		&corev1.Service{
			TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
			ObjectMeta: metav1.ObjectMeta{Name: dnsService, Namespace: systemNamespace, Labels: map[string]string{"k8s-app": dnsService}},
			Spec:       corev1.ServiceSpec{ClusterIP: network.DNS().String(), Ports: servicePorts()},
		},
		&discoveryv1.EndpointSlice{
			TypeMeta: metav1.TypeMeta{APIVersion: "discovery.k8s.io/v1", Kind: "EndpointSlice"},
			ObjectMeta: metav1.ObjectMeta{
				Name: dnsService, Namespace: systemNamespace,
				Labels: map[string]string{discoveryv1.LabelServiceName: dnsService, discoveryv1.LabelManagedBy: "fairlead"},
			},
			AddressType: discoveryv1.AddressTypeIPv4,
			Endpoints:   []discoveryv1.Endpoint{{Addresses: []string{network.Node().String()}, Conditions: discoveryv1.EndpointConditions{Ready: pointer(true)}}},
			Ports:       endpointPorts(),
		},
	}
}

func servicePorts() []corev1.ServicePort {
	return []corev1.ServicePort{
		{Name: "dns", Protocol: corev1.ProtocolUDP, Port: 53},
		{Name: "dns-tcp", Protocol: corev1.ProtocolTCP, Port: 53},
	}
}

func endpointPorts() []discoveryv1.EndpointPort {
	return []discoveryv1.EndpointPort{
		{Name: pointer("dns"), Protocol: pointer(corev1.ProtocolUDP), Port: pointer(int32(53))},
		{Name: pointer("dns-tcp"), Protocol: pointer(corev1.ProtocolTCP), Port: pointer(int32(53))},
	}
}
