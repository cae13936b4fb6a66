using System.Text;

namespace PilotPairing.Api.Tests.Json;

/// <summary>Bodies before their members are checked; every route reads them through the same reader.</summary>
public sealed class BodyTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Route = "/v1/numbers/remote-pairing";
    private const string Good = """{"name":"Loja","number":"+5511999999999"}""";

    [Theory]
    [InlineData("{")]
    [InlineData("{\"name\":}")]
    [InlineData("{'name':'x'}")]
    [InlineData("{\"name\":\"x\",}")]
    [InlineData("{} {}")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("17")]
    [InlineData("   ")]
    [InlineData("/* */{}")]
    public async Task What_is_no_JSON_object_is_refused(string body)
    {
        var answer = await host.Post(Route, body);

        answer.ShouldBeRefused(400, "INVALID_JSON");
        answer.Json.Text("error").Should().Be("Validation error");
    }

    [Theory]
    [InlineData("[]", "the body must be a JSON object")]
    [InlineData("{\n \"name\": \"x\",\n}", "the body is no JSON from line 3, byte 1 on")]
    [InlineData("name=Loja", "the body is no JSON from line 1, byte 2 on")]
    public async Task A_body_that_is_no_JSON_object_is_reported_with_its_position(string body, string problem) =>
        (await host.Post(Route, body)).Json.GetProperty("details").Text("problem").Should().Be(problem);

    [Fact]
    public async Task A_member_of_a_wrong_type_is_reported_with_the_right_type()
    {
        var answer = await host.Post(Route, """
            {"name":42,"number":5511999999999,"linkToApiKey":"yes","branding":"x","metadata":{"a":1},"expiresInSeconds":"60","allowedOrigins":"https://a.example","redirectUrl":7,"methods":["fax"],"reconnect":3}
            """);

        answer.ShouldNameFields("name", "number", "linkToApiKey", "branding", "metadata.a", "expiresInSeconds", "allowedOrigins",
            "redirectUrl", "methods", "reconnect");
        var reported = answer.Json.GetProperty("details").GetProperty("fields");
        reported.Text("name").Should().StartWith("must be a string of");
        reported.Text("number").Should().StartWith("must be a string of").And.Contain("+5511999999999");
        reported.Text("linkToApiKey").Should().Be("must be true or false");
        reported.Text("branding").Should().Be("must be an object");
        reported.Text("metadata.a").Should().Be("must be a string");
        reported.Text("expiresInSeconds").Should().Be("must be a whole number");
        reported.Text("allowedOrigins").Should().Be("must be an array of strings");
        reported.Text("redirectUrl").Should().Be("must be a string");
        reported.Text("methods").Should().Be("must be one of code, meta, qr");
        reported.Text("reconnect").Should().Be("must be an object");
    }

    [Fact]
    public async Task Nesting_without_end_is_refused() =>
        (await host.Post(Route, new string('[', 30_000))).ShouldBeRefused(400, "INVALID_JSON");

    public static TheoryData<byte[]> NoUtf8 =>
    [
        [.. "{\"number\":\"+5511999999999\",\"name\":\""u8, 0xff, 0xfe, .. "\",\"externalRef\":\""u8, 0xff, .. "\"}"u8],
        Encoding.Latin1.GetBytes("{\"name\":\"Loja São João\",\"number\":\"+5511999999999\"}"),
        Encoding.Latin1.GetBytes("{\"name\":\"Loja\",\"number\":\"+5511999999999\",\"metadata\":{\"cidade\":\"São Paulo\"}}"),
        Encoding.Latin1.GetBytes("{\"name\":\"Loja\",\"number\":\"+5511999999999\",\"São\":1}"),
        Encoding.Latin1.GetBytes("{\"name\":\"Loja\",\"number\":\"+5511999999999\",\"unknown\":[\"é\"]}"),
        [0xed, 0xa0, 0x80],
        [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Good)],
        [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Good)],
        [0xef, 0xbb, 0xbf, .. Encoding.Latin1.GetBytes("{\"name\":\"é\"}")],
    ];

    [Theory]
    [MemberData(nameof(NoUtf8))]
    public async Task Bytes_that_are_no_UTF_8_are_one_error_that_says_so_wherever_they_stand(byte[] body)
    {
        var answer = await host.Post(Route, Bytes(body, "application/json"));

        answer.ShouldBeRefused(400, "INVALID_JSON");
        answer.Json.GetProperty("details").GetRawText().Should().Be("""{"problem":"the body is not UTF-8"}""");
    }

    [Theory]
    [InlineData("null")]
    [InlineData(" null\n")]
    [InlineData("\ufeffnull")]
    public async Task The_value_null_is_an_empty_object(string body) => (await host.Post(Route, body)).ShouldNameFields("name", "number");

    [Fact]
    public async Task Of_members_inside_members_all_that_do_not_fit_are_named_at_once()
    {
        var answer = await host.Post(Route, """
            {"name":"Loja","number":"1","branding":{"hidePilotStatusBranding":1,"primaryColor":[],"companyName":"","supportUrl":"x","unknown":{"a":[]}},"metadata":{"a":1,"b":"fits","c":{}},"reconnect":5}
            """);

        answer.ShouldNameFields(
            "number", "branding.hidePilotStatusBranding", "branding.primaryColor", "branding.companyName", "branding.supportUrl",
            "metadata.a", "metadata.c", "reconnect");
    }

    [Fact]
    public async Task Of_duplicate_members_the_last_wins_inside_members_too()
    {
        var link = (await host.Post(Route, """
            {"name":5,"name":"Loja","number":"+5511999999999","metadata":{"a":1,"a":"2"},"branding":{"companyName":[],"companyName":"Acme"}}
            """)).Expect(201);

        link.GetProperty("metadata").GetRawText().Should().Be("{\"a\":\"2\"}");
        (await host.Info(link.Token())).Expect(200).GetProperty("branding").Text("companyName").Should().Be("Acme");
    }

    [Theory]
    [InlineData("{\"metadata\":{\"\\ud83d\":\"v\"}}", "metadata")]
    [InlineData("{\"metadata\":{\"k\":\"\\ud83d\"}}", "metadata.k")]
    [InlineData("{\"branding\":{\"\\ud83d\":\"v\"}}", "branding")]
    [InlineData("{\"externalRef\":\"\\ud83d\"}", "externalRef")]
    public async Task Half_a_character_is_a_bad_member(string body, string field) =>
        (await host.Post(Route, body)).ShouldNameFields("name", "number", field);

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_body() =>
        (await host.Post(Route, Bytes([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Good)], "application/json"))).Expect(201);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/vnd.api+json")]
    [InlineData(null)]
    public async Task JSON_by_any_of_its_names_is_read(string? type) =>
        (await host.Post(Route, Bytes(Encoding.UTF8.GetBytes(Good), type))).Expect(201);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/jsonx")]
    [InlineData("nonsense")]
    public async Task Another_type_is_not_read(string type) =>
        (await host.Post(Route, Bytes(Encoding.UTF8.GetBytes(Good), type))).ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task An_empty_body_is_an_empty_object_whatever_it_says_it_is(string? type)
    {
        var link = await host.NewLink();

        (await host.Call("POST", $"/v1/remote-pairing/{link.Token()}/connect", Bytes([], type), "")).Expect(200);
        (await host.Post(Route, Bytes([], type))).ShouldNameFields("name", "number");
    }

    [Fact]
    public async Task A_body_of_64_KiB_is_read_and_a_larger_one_is_not()
    {
        var padding = 64 * 1024 - Good.Length;

        (await host.Post(Route, Good + new string(' ', padding))).Expect(201);
        (await host.Post(Route, Good + new string(' ', padding + 1))).ShouldBeRefused(413, "TOO_LARGE");
        (await host.Post(Route, Bytes(new byte[2 * 1024 * 1024], "application/json"))).ShouldBeRefused(413, "TOO_LARGE");
    }

    [Fact]
    public async Task A_large_body_in_pieces_without_a_length_is_not_read_either()
    {
        foreach (var size in (int[])[70_000, 2 * 1024 * 1024])
        {
            var content = new StreamContent(new Endless(size));
            content.Headers.ContentType = new("application/json");
            (await host.Call("POST", Route, content, null, ("transfer-encoding", "chunked"))).ShouldBeRefused(413, "TOO_LARGE");
        }
    }

    [Fact]
    public async Task A_good_body_in_pieces_is_read()
    {
        var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(Good)));
        content.Headers.ContentType = new("application/json");

        (await host.Call("POST", Route, content, null, ("transfer-encoding", "chunked"))).Expect(201);
    }

    [Fact]
    public async Task The_routes_without_members_take_any_body()
    {
        var link = await host.NewLink();

        (await host.Post($"/v1/numbers/{link.NumberId()}/logout", "not json")).Expect(200);
        (await host.Post($"/v1/links/{link.LinkId()}/revoke", "not json")).Expect(200);
    }

    private static ByteArrayContent Bytes(byte[] body, string? type)
    {
        var content = new ByteArrayContent(body);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("content-type", type);
        return content;
    }

    /// <summary>So many spaces, of unknown length to its reader.</summary>
    private sealed class Endless(int left) : Stream
    {
        private int _left = left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = Math.Min(count, _left);
            Array.Fill(buffer, (byte)' ', offset, read);
            _left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    [Theory]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("""{"\udc00name":1,"name":"Loja","number":"+5511999999999"}""")]
    public async Task A_member_whose_name_is_half_a_character_is_no_json_and_no_bug(string body) =>
        (await host.Post("/v1/numbers", body)).ShouldBeRefused(400, "INVALID_JSON");
}
