using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>
/// JSON text for a schema, mostly as the schema wants it and now and then not. Text, not values: half a surrogate pair, a duplicate
/// member or a number that no type holds exist in the text alone.
/// </summary>
internal sealed class JsonGen(ApiDescription api, Possessions own)
{
    private static readonly string[] Urls =
    [
        "https://127.0.0.1/hook", "http://127.0.0.1:9/hook", "http://localhost:3000/back?a=b", "https://[::1]/x", "https://10.0.0.1/x",
        "http://169.254.169.254/latest", "https://user:pw@127.0.0.1/",
        "javascript:alert(1)", "https://", "//x", "data:text/html,x", "https://127.0.0.1:99999/",
    ];

    private static readonly string[] Origins =
        ["https://app.example.com", "http://localhost:3000", "https://a.example.com:8443", "https://*.example.com", "https://x/path",
            "HTTPS://APP.EXAMPLE.COM"];
    private static readonly string[] Phones =
        ["+55 (11) 99999-9999", "5511999999999", "+15551234567", "0511999999999", "٥٥١١٩٩٩٩٩٩٩٩٩", "+55119999", "5511999999999999999"];
    private static readonly string[] Texts =
        ["Loja", " Loja Centro ", "Ação 🚀", "‮evil", "a​b", "x", "{{link}}", "';drop table numbers;--", "%s%n", "../../etc/passwd", "Ṽ̂̃̀"];

    private static readonly string[] Odd =
    [
        "null", "true", "false", "\"true\"", "0", "-1", "1.5", "1e400", "-1e-400", "99999999999999999999999", "2147483648", "\"\"",
        "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800x\"",
        "\"a\\r\\nb\"", "\"\\u202e\\u2066\"", "\"\\uffff\"", "[]", "[null]", "[[]]", "{}", "{\"\":null}", "{\"a\":{\"a\":1}}",
            "{\"\\ud800\":1}", "{\"\\u0000\":\"x\"}", "[\"\\ud83d\"]", "[1,\"2\",null,{}]",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"2026-02-30T00:00:00Z\"", "\"9999-12-31T23:59:59-14:00\"",
        "\"0001-01-01T00:00:00+14:00\"", "\"2026-11-20\"",
    ];

    private static readonly Gen<string> Oddity = Gen.Frequency(
        (8, Gen.Elements(Odd)),
        (1, Gen.Choose(200, 6000).Select(length => Quoted(new string('x', length)))),
        (1, Gen.Choose(10, 300)
            .Select(depth => string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth)))),
        (1, Gen.Choose(10, 300).Select(depth => string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth))),
        (1, Gen.Choose(30, 3000).Select(count => "[" + string.Join(',', Enumerable.Repeat("\"https://a.example.com\"", count)) + "]")));

    private static readonly Gen<string> NoObject = Gen.Elements(
        "", " ", "{", "}", "null", "[]", "[{}]", "\"x\"", "1", "{\"name\":}", "{'name':1}", "{\"a\":1,}", "{\"a\":1}{\"b\":2}", "// x\n{}",
            "\uFEFF{}", "{\"name\":\"\\ud8\"}", "NaN", "{\"name\":\"a\nb\"}",
        string.Concat(Enumerable.Repeat("{\"a\":", 2000)), "{\"x\":\"" + new string('x', 70_000) + "\"}");

    /// <summary>A body: three in four are objects whose members are mostly right.</summary>
    public Gen<string> Body(JsonElement schema) => Gen.Frequency(
        (5, Value(schema, "", oddOf: 0)),
        (9, Value(schema, "", oddOf: 8)),
        (3, Value(schema, "", oddOf: 2)),
        (2, NoObject));

    /// <param name="oddOf">One value in so many is not what the schema wants; none when zero.</param>
    private Gen<string> Value(JsonElement schema, string name, int oddOf)
    {
        var fitting = Fitting(api.Resolve(schema), name, oddOf);
        return oddOf == 0 ? fitting : Gen.Frequency((oddOf - 1, fitting), (1, Oddity));
    }

    private Gen<string> Fitting(JsonElement schema, string name, int oddOf)
    {
        if (schema.TryGetProperty("oneOf", out var several))
            return Gen.OneOf(several.EnumerateArray().Select(one => Value(one, name, oddOf)));
        if (schema.TryGetProperty("enum", out var values))
            return Gen.Elements(values.EnumerateArray().Select(value => value.GetRawText()));
        if (!schema.TryGetProperty("type", out var type))
            return Strings(schema, name);
        return type.ValueKind == JsonValueKind.Array
            ? Gen.Frequency(type.EnumerateArray()
                .Select(one => (one.GetString() == "null" ? 1 : 6, OfType(schema, one.GetString()!, name, oddOf))))
            : OfType(schema, type.GetString()!, name, oddOf);
    }

    private Gen<string> OfType(JsonElement schema, string type, string name, int oddOf) => type switch
    {
        "null" => Gen.Constant("null"),
        "boolean" => Gen.Elements("true", "false", "\"true\""),
        "integer" => Gen.Choose(Bound(schema, "minimum", 0), Bound(schema, "maximum", 1_000_000))
            .Select(value => value.ToString(CultureInfo.InvariantCulture)),
        "array" => Gen.Choose(Bound(schema, "minItems", 0), Math.Min(4, Bound(schema, "maxItems", 4)))
            .SelectMany(count => Gen.ListOf(Value(schema.GetProperty("items"), name, oddOf), count))
            .Select(items => $"[{string.Join(',', items)}]"),
        "object" => Object(schema, oddOf),
        _ => Strings(schema, name),
    };

    private Gen<string> Object(JsonElement schema, int oddOf)
    {
        if (!schema.TryGetProperty("properties", out var properties))
            return Gen.Elements("""{}""", """{"plan":"pro"}""", """{"a":"","b":"ü"}""");
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(member => member.GetString()!).ToHashSet() : [];
        var keep = Gen.Choose(0, 99);
        return Gen.CollectToList(properties.EnumerateObject().ToList(), property =>
                keep.SelectMany(dice => dice < (required.Contains(property.Name) && oddOf != 2 ? 97 : 35)
                    ? Value(property.Value, property.Name, oddOf)
                        .SelectMany(value =>
                            dice > 2 ? Gen.Constant(Member(property.Name, value))
                                : Oddity.Select(twin => Member(property.Name, twin) + "," + Member(property.Name, value)))
                    : Gen.Constant("")))
            .SelectMany(members =>
                Gen.Frequency((9, Gen.Constant("")), (1, Oddity.Select(odd => Member("unknown", odd))))
                    .Select(extra => "{" + string.Join(',', members.Append(extra).Where(member => member.Length > 0)) + "}"));
    }

    private Gen<string> Strings(JsonElement schema, string name)
    {
        var longest = Bound(schema, "maxLength", 40);
        IEnumerable<string> known = (name, Format(schema)) switch
        {
            ("number" or "phone", _) => Phones,
            ("numberId" or "whatsappNumberId" or "whatsappNumberIds", _) => [own.Number, own.Number, own.Link, "num_x"],
            ("allowedOrigins" or "embedOrigins", _) => Origins,
            ("events", _) => ["*", "number.connected", "link.opened", "message.received", "x"],
            (_, "uri") => Urls,
            (_, "date-time") => ["2026-11-20T14:03:07Z", "2030-01-01T00:00:00+03:00", "2001-01-01T00:00:00.123456789Z"],
            _ => Texts,
        };
        var samples = schema.TryGetProperty("pattern", out _) ? ["#25D366", "#abcdef", "pt-BR", "es", "en", "connect", "K7QF-2MXP"] : known;
        return Gen.Frequency(
            (8, Gen.Elements(samples).Select(Quoted)),
            (1, Gen.Choose(0, longest).Select(length => Quoted(new string('é', length)))),
            (1, Gen.Choose(longest, longest + 2).Select(length => Quoted(new string('z', length)))));
    }

    private static string? Format(JsonElement schema) => schema.TryGetProperty("format", out var format) ? format.GetString() : null;

    private static int Bound(JsonElement schema, string keyword, int otherwise) =>
        schema.TryGetProperty(keyword, out var bound) ? bound.GetInt32() : otherwise;

    private static string Member(string name, string value) => $"{Quoted(name)}:{value}";

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
