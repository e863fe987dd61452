package org.vzgit.reconciler.cli;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A size on the command line: `64G`, `512M`, or bytes.
final class ByteSize implements ITypeConverter<Long> {
    private static final String SUFFIXES = "KMGT";

    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,19})([KMGTkmgt]?)");

    @Override
    public Long convert(String value) {
        Matcher parts = SYNTAX.matcher(value);
        if (!parts.matches()) {
            throw new TypeConversionException(
                    "expected a number of bytes, or one with K, M, G or T, but was " + value);
        }
        int power = parts.group(2).isEmpty() ? 0 : 1 + suffix(parts.group(2));
        BigInteger bytes = new BigInteger(parts.group(1)).shiftLeft(10 * power);
        if (bytes.bitLength() >= Long.SIZE) {
            throw new TypeConversionException(value + " is more than 2^63 bytes");
        }
        return bytes.longValueExact();
    }

    private static int suffix(String letter) {
        return SUFFIXES.indexOf(Character.toUpperCase(letter.charAt(0)));
    }
}
