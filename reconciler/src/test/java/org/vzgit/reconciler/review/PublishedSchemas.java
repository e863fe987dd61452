package org.vzgit.reconciler.review;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The schemas against which outputs are held: ours, OASIS's and that of JUnit reports.
public final class PublishedSchemas {
    private static final JsonMapper JSON = JsonMapper.shared();

    private PublishedSchemas() {}

    /// What is wrong with a text of one of our own kinds, by the schema of that name.
    public static List<String> ours(String schema, String json) throws IOException {
        return errors(
                SchemaRegistry.withDialect(Dialects.getDraft202012())
                        .getSchema(JSON.readTree(resource(schema))),
                json);
    }

    /// What is wrong with a SARIF log, by the schema of OASIS.
    static List<String> sarif(String json) throws IOException {
        return errors(
                SchemaRegistry.withDialect(Dialects.getDraft7())
                        .getSchema(JSON.readTree(resource("/schema/sarif-schema-2.1.0.json"))),
                json);
    }

    private static List<String> errors(Schema schema, String json) {
        JsonNode tree = JSON.readTree(json);
        return schema.validate(tree).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /// @throws SAXException with the first thing that is wrong with a JUnit report
    static void junit(String xml) throws IOException, SAXException {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        var validator =
                factory.newSchema(PublishedSchemas.class.getResource("junit.xsd")).newValidator();
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        validator.validate(new StreamSource(new StringReader(xml)));
    }

    private static InputStream resource(String name) throws IOException {
        InputStream found = PublishedSchemas.class.getResourceAsStream(name);
        if (found == null) {
            throw new IOException("no resource " + name);
        }
        return found;
    }
}
