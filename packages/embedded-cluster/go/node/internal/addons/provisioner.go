package addons

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"

	"fairlead/embedded-node/internal/layout"
)

// Provisioner's name, as the storage class refers to it.
const Provisioner = "fairlead.local/folder"

// folders makes one folder per claim. They are in the cluster's state and therefore survive it being stopped.
type folders struct{ root string }

func (f folders) Provision(_ context.Context, options controller.ProvisionOptions) (*corev1.PersistentVolume, controller.ProvisioningState, error) {
	claim := options.PVC
	name := strings.Join([]string{options.PVName, claim.Namespace, claim.Name}, "_")
	path := filepath.Join(f.root, name)
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	// Pods that are not root, and set no fsGroup, have to be able to write; MkdirAll is subject to the umask.
	if err := os.Chmod(path, 0o777); err != nil {
		return nil, controller.ProvisioningFinished, err
	}
	return volume(options, path), controller.ProvisioningFinished, nil
}

// volume is of the local kind: unlike a host path, it follows the pod's fsGroup.
func volume(options controller.ProvisionOptions, path string) *corev1.PersistentVolume {
	return &corev1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: options.PVName},
		Spec: corev1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *options.StorageClass.ReclaimPolicy,
			AccessModes:                   options.PVC.Spec.AccessModes,
			MountOptions:                  options.StorageClass.MountOptions,
			Capacity:                      corev1.ResourceList{corev1.ResourceStorage: options.PVC.Spec.Resources.Requests[corev1.ResourceStorage]},
			PersistentVolumeSource:        corev1.PersistentVolumeSource{Local: &corev1.LocalVolumeSource{Path: path}},
			NodeAffinity: &corev1.VolumeNodeAffinity{Required: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
				MatchExpressions: []corev1.NodeSelectorRequirement{{
					Key: corev1.LabelHostname, Operator: corev1.NodeSelectorOpIn, Values: []string{layout.NodeName},
				}},
			}}}},
		},
	}
}

func (f folders) Delete(_ context.Context, volume *corev1.PersistentVolume) error {
	if volume.Spec.Local == nil {
		return &controller.IgnoredError{Reason: "it is not a folder of this cluster"}
	}
	path := filepath.Clean(volume.Spec.Local.Path)
	// Whoever may write volumes could name any folder of the machine.
	if filepath.Dir(path) != filepath.Clean(f.root) || !strings.HasPrefix(filepath.Base(path), volume.Name+"_") {
		return fmt.Errorf("%s is not a volume's folder and is left alone", path)
	}
	return os.RemoveAll(path)
}
