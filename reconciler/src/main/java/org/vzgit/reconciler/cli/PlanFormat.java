package org.vzgit.reconciler.cli;

import java.util.Locale;
import org.vzgit.reconciler.review.ReviewFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `-o` of `plan`: more formats than other commands have.
final class PlanFormat {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            converter = Converter.class,
            description =
                    "text (the default) or json; with --base also markdown, sarif, junit, github.")
    ReviewFormat format = ReviewFormat.TEXT;

    /// For the plan of a node, which only people and programs read.
    boolean json() throws CommandFailure {
        return switch (format) {
            case TEXT -> false;
            case JSON -> true;
            case MARKDOWN, SARIF, JUNIT, GITHUB ->
                    throw new CommandFailure(
                            ExitCode.USAGE,
                            "-o "
                                    + format.name().toLowerCase(Locale.ROOT)
                                    + " compares two revisions: add --base REV");
        };
    }

    private static final class Converter implements ITypeConverter<ReviewFormat> {
        @Override
        public ReviewFormat convert(String value) {
            String name = value.equalsIgnoreCase("md") ? "markdown" : value;
            for (ReviewFormat format : ReviewFormat.values()) {
                if (format.name().equalsIgnoreCase(name)) {
                    return format;
                }
            }
            throw new TypeConversionException(
                    "expected one of text, json, markdown, sarif, junit, github but was " + value);
        }
    }
}
