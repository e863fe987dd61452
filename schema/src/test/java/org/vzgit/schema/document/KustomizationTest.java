package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.web;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;

/// Files of kustomize's own beside the documents.
final class KustomizationTest {
    @ParameterizedTest
    @ValueSource(strings = {"v1beta1\nkind: Kustomization", "v1alpha1\nkind: Component"})
    void kustomizationBesideDocumentsIsPassedOver(String version) {
        DesiredState state =
                States.read(
                        web(101, ""),
                        "apiVersion: kustomize.config.k8s.io/"
                                + version
                                + "\nresources: [f1.yaml]\n");
        assertEquals("", codes(state));
        assertEquals(1, state.ves().size());
        assertTrue(state.complete());
    }

    @Test
    void documentsInTheSameFileCount() {
        DesiredState state =
                States.read(
                        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n---\n"
                                + web(101, ""));
        assertEquals("", codes(state));
        assertEquals(1, state.ves().size());
    }

    /// Passed over silently, a VE would look removed.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: vzgit/v2\nkind: VE\nspec: {veid: 101}\n",
                "apiVersion: kustomize.config.k8s.io\nkind: Kustomization\n",
                "apiVersion: [kustomize.config.k8s.io/v1beta1]\nkind: Kustomization\n",
                "kind: Kustomization\nresources: [f1.yaml]\n",
                "resources: [f1.yaml]\n"
            })
    void whateverElseIsNotOursIsAnError(String text) {
        DesiredState state = States.read(web(102, ""), text);
        assertTrue(state.hasErrors());
        assertTrue(codes(state).contains("UNKNOWN_KIND"), codes(state));
    }
}
