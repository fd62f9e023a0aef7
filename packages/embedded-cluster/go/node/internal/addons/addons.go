package addons

import (
	"context"
	"encoding/json"
	"log"
	"time"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"

	"fairlead/embedded-node/internal/layout"
)

// Run writes the objects, as often as it takes, and then provisions volumes until it is ended.
func Run(ctx context.Context, config *rest.Config, l layout.Layout, network layout.Network) error {
	config.QPS, config.Burst = 50, 100
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return err
	}
	dynamicClient, err := dynamic.NewForConfig(config)
	if err != nil {
		return err
	}
	for _, object := range objects(network) {
		for err := apply(ctx, dynamicClient, object); err != nil; err = apply(ctx, dynamicClient, object) {
			log.Printf("not yet: %v", err)
			time.Sleep(100 * time.Millisecond)
		}
	}
	provisioner := controller.NewProvisionController(ctx, client, Provisioner, folders{root: l.In("volumes")}, controller.LeaderElection(false))
	provisioner.Run(ctx)
	return nil
}

// resources spells out what discovery would have to ask the server for.
var resources = map[string]string{
	"StorageClass": "storageclasses", "ClusterRole": "clusterroles", "ClusterRoleBinding": "clusterrolebindings",
	"Service": "services", "EndpointSlice": "endpointslices",
}

func apply(ctx context.Context, client dynamic.Interface, object runtime.Object) error {
	kind := object.GetObjectKind().GroupVersionKind()
	accessor, err := meta.Accessor(object)
	if err != nil {
		return err
	}
	content, err := json.Marshal(object)
	if err != nil {
		return err
	}
	force := true
	_, err = client.Resource(kind.GroupVersion().WithResource(resources[kind.Kind])).Namespace(accessor.GetNamespace()).
		Patch(ctx, accessor.GetName(), types.ApplyPatchType, content, metav1.PatchOptions{FieldManager: "fairlead", Force: &force})
	return err
}
