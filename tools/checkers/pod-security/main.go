// Command pod-security judges the pods in the manifests on its standard input as an API server whose namespace
// enforces the Pod Security level `restricted` would. It exits with 1 when one is refused, or when there is none.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/yaml"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

type manifest struct {
	Kind     string     `json:"kind"`
	Metadata objectName `json:"metadata"`
	Spec     podSource  `json:"spec"`
}

type objectName struct {
	Name string `json:"name"`
}

// Every kind that makes pods keeps their template at one of these places.
type podSource struct {
	Template    json.RawMessage `json:"template"`
	JobTemplate struct {
		Spec struct {
			Template json.RawMessage `json:"template"`
		} `json:"spec"`
	} `json:"jobTemplate"`
}

func main() {
	pods, refused, err := judge(os.Stdin, os.Stdout)
	if err == nil && pods == 0 {
		err = errors.New("there is no pod in the input")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil || refused > 0 {
		os.Exit(1)
	}
}

func judge(input io.Reader, output io.Writer) (pods, refused int, err error) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return 0, 0, err
	}
	level := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	documents := yaml.NewYAMLReader(bufio.NewReader(input))
	for {
		document, err := documents.Read()
		if errors.Is(err, io.EOF) {
			return pods, refused, nil
		}
		if err != nil {
			return pods, refused, err
		}
		found, template, err := podOf(document)
		if err != nil {
			return pods, refused, err
		}
		if template == nil {
			continue
		}
		pods++
		for _, result := range evaluator.EvaluatePod(level, &template.ObjectMeta, &template.Spec) {
			if !result.Allowed {
				refused++
				fmt.Fprintf(output, "%s/%s: %s: %s\n", found.Kind, found.Metadata.Name, result.ForbiddenReason, result.ForbiddenDetail)
			}
		}
	}
}

// podOf returns the object in a document and the template of its pods; nil where it has none.
func podOf(document []byte) (manifest, *corev1.PodTemplateSpec, error) {
	var found manifest
	if strings.TrimSpace(string(document)) == "" {
		return found, nil, nil
	}
	if err := yaml.Unmarshal(document, &found); err != nil {
		return found, nil, err
	}
	if found.Kind == "Pod" {
		pod := &corev1.PodTemplateSpec{}
		return found, pod, yaml.Unmarshal(document, pod)
	}
	template := found.Spec.Template
	if template == nil {
		template = found.Spec.JobTemplate.Spec.Template
	}
	if template == nil {
		return found, nil, nil
	}
	pod := &corev1.PodTemplateSpec{}
	return found, pod, json.Unmarshal(template, pod)
}
