package org.vzgit.schema.document;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.VeField;
import tools.jackson.databind.JsonNode;

/// Words one violation of a JSON Schema.
///
/// @param pointer the value that violates it; for a missing or unknown field, the mapping around it
/// @param keyword of the schema, for example `required`
/// @param property the missing or unknown field, else empty
record SchemaFinding(Document document, String pointer, String keyword, String property) {

    /// @param rule what the schema says at the keyword
    void report(JsonNode rule, Findings findings) {
        switch (keyword) {
            case "additionalProperties", "unevaluatedProperties" -> unknown(findings);
            case "required" ->
                    findings.add(
                            DiagnosticCode.MISSING_FIELD,
                            document.keySpan(pointer),
                            name() + " has no " + Quantity.quote(property),
                            example(Pointer.below(pointer, property)));
            case "type" ->
                    at(
                            findings,
                            DiagnosticCode.WRONG_TYPE,
                            " wants " + wanted(rule) + ", not " + SchemaCheck.typeOf(json()));
            case "enum", "const" -> notOneOf(rule, findings);
            case "minimum", "maximum", "multipleOf" ->
                    at(findings, DiagnosticCode.OUT_OF_RANGE, " " + text() + " is " + range(rule));
            case "minItems", "maxItems", "maxLength", "minLength", "maxProperties" ->
                    at(
                            findings,
                            DiagnosticCode.OUT_OF_RANGE,
                            " is "
                                    + range(rule)
                                    + (json().isContainer() ? " entries" : " characters"));
            case "uniqueItems" -> at(findings, DiagnosticCode.BAD_VALUE, " has an entry twice");
            default ->
                    at(
                            findings,
                            DiagnosticCode.BAD_VALUE,
                            " " + Quantity.quote(text()) + " does not have the right form");
        }
    }

    private void unknown(Findings findings) {
        String key = Pointer.below(pointer, property);
        findings.add(
                DiagnosticCode.UNKNOWN_FIELD,
                document.keySpan(key),
                "unknown field " + Quantity.quote(property),
                suggestion());
    }

    /// A neighbour with nearly this name, else the place of the OpenVZ parameter of this name.
    private String suggestion() {
        String near =
                Suggestion.didYouMean(property, SchemaTree.of(document.kind()).fieldsAt(pointer));
        boolean veFields =
                document.kind() == DocumentKind.VE || document.kind() == DocumentKind.PROFILE;
        return near.isEmpty() && veFields
                ? Arrays.stream(VeField.values())
                        .filter(this::isMeant)
                        .findFirst()
                        .map(field -> Suggestion.ask(field.path()))
                        .orElse("")
                : near;
    }

    private boolean isMeant(VeField field) {
        boolean elsewhere = !Pointer.of(field).equals(Pointer.below(pointer, property));
        String last = field.path().substring(field.path().lastIndexOf('.') + 1);
        return elsewhere && Stream.of(last, field.option()).anyMatch(property::equalsIgnoreCase);
    }

    private void notOneOf(JsonNode rule, Findings findings) {
        List<String> legal =
                rule.isArray()
                        ? rule.valueStream().map(value -> value.asString("")).toList()
                        : List.of(rule.asString(""));
        String near = Suggestion.didYouMean(text(), legal);
        findings.add(
                DiagnosticCode.BAD_VALUE,
                document.span(pointer),
                name()
                        + " "
                        + Quantity.quote(text())
                        + " is not one of "
                        + String.join(", ", legal),
                near);
    }

    private void at(Findings findings, DiagnosticCode code, String message) {
        findings.add(code, document.span(pointer), name() + message, example(pointer));
    }

    private String range(JsonNode rule) {
        String bound = rule.asString("");
        return switch (keyword) {
            case "minimum" -> "below " + bound;
            case "maximum" -> "above " + bound;
            case "multipleOf" -> "not a multiple of " + bound;
            case "minItems", "minLength" -> "shorter than " + bound;
            default -> "longer than " + bound;
        };
    }

    private static String wanted(JsonNode rule) {
        List<String> types =
                (rule.isArray() ? rule.valueStream() : Stream.of(rule))
                        .map(type -> typeNamed(type.asString("")))
                        .distinct()
                        .toList();
        return String.join(" or ", types);
    }

    private static String typeNamed(String type) {
        return switch (type) {
            case "object" -> "a mapping";
            case "array" -> "a list";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> "text";
        };
    }

    private String example(String at) {
        return SchemaTree.of(document.kind())
                .exampleAt(at)
                .map(text -> "for example " + text)
                .orElse("");
    }

    private String name() {
        return Pointer.spoken(pointer);
    }

    private JsonNode json() {
        return document.json(pointer);
    }

    private String text() {
        return document.place(pointer).map(Place::text).orElse("");
    }
}
