using PilotPairing.Api.Tests.Access;

namespace PilotPairing.Api.Tests.Branding;

/// <summary>Uploads are judged by their bytes and come back unchanged, forever and harmless.</summary>
public sealed class LogoTests(ApiHost api) : IClassFixture<ApiHost>
{
    private const int Largest = 2 * 1024 * 1024;

    public static TheoryData<byte[], string> Kinds => new()
    {
        { Images.Png, "image/png" },
        { Images.Jpeg, "image/jpeg" },
        { Images.WebP, "image/webp" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_image_is_kept_and_shown_as_what_it_is(byte[] image, string type)
    {
        var made = await api.Post("/v1/branding/logo", Images.Form(image, name: "../my logo.svg", type: "text/html"));

        var logo = made.Expect(201);
        logo.Members().Should().Equal("url", "key", "mimeType", "fileName", "sizeBytes");
        logo.Text("mimeType").Should().Be(type);
        logo.Text("fileName").Should().Be("my logo.svg");
        logo.GetProperty("sizeBytes").GetInt32().Should().Be(image.Length);
        logo.Text("url").Should().Be($"{api.App.Urls.First()}/assets/{logo.Text("key")}");
        made.Headers["location"].Should().Be(logo.Text("url"));

        var shown = await api.Http.GetAsync(new Uri(logo.Text("url")));
        (await shown.Content.ReadAsByteArrayAsync()).Should().Equal(image);
        shown.Content.Headers.ContentType!.ToString().Should().Be(type);
        shown.Headers.CacheControl!.ToString().Should().Be("public, max-age=31536000, immutable");
        shown.Headers.GetValues("x-content-type-options").Should().Equal("nosniff");
        shown.Headers.GetValues("content-security-policy").Should().Equal("default-src 'none'; sandbox");
    }

    [Theory]
    [InlineData("?apply=true", true)]
    [InlineData("?apply=1", true)]
    [InlineData("?apply=false", false)]
    [InlineData("", false)]
    public async Task An_uploaded_logo_is_the_tenants_at_once_where_that_was_asked(string query, bool applied)
    {
        var key = (await api.NewTenant()).Key.Raw.Value;
        (await api.Call("PUT", "/v1/branding", new { companyName = "Loja", logoUrl = "https://cdn.invalid/l.png" }, key)).Expect(200);

        var url = (await api.Post("/v1/branding/logo" + query, Images.Form(Images.Png), key)).Expect(201).Text("url");

        var branding = (await api.Get("/v1/branding", key)).Expect(200).GetProperty("branding");
        branding.Text("logoUrl").Should().Be(applied ? url : "https://cdn.invalid/l.png");
        branding.Text("companyName").Should().Be("Loja");
    }

    [Fact]
    public async Task An_upload_that_is_neither_to_be_applied_nor_not_is_refused_and_changes_nothing()
    {
        (await api.Post("/v1/branding/logo?apply=perhaps", Images.Form(Images.Png))).ShouldNameFields("apply");

        (await api.Get("/v1/branding")).Expect(200).GetProperty("branding").GetProperty("logoUrl").ValueKind.Should()
            .Be(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task A_copy_that_a_browser_has_is_not_sent_again()
    {
        var logo = (await api.Post("/v1/branding/logo", Images.Form(Images.Png))).Expect(201);
        var path = "/assets/" + logo.Text("key");
        var tag = (await api.Get(path, "")).Headers["etag"];

        (await api.Call("GET", path, null, "", ("If-None-Match", tag))).Status.Should().Be(304);
        (await api.Call("HEAD", path, null, "")).Status.Should().Be(200);
    }

    [Fact]
    public async Task The_original_address_takes_uploads_too() =>
        (await api.Post("/api/branding/logo", Images.Form(Images.Png))).Expect(201).Text("mimeType").Should().Be("image/png");

    [Fact]
    public async Task The_largest_logo_is_taken_and_a_larger_one_is_not()
    {
        (await api.Post("/v1/branding/logo", Images.Form(Images.Padded(Images.Png, Largest)))).Expect(201);
        (await api.Post("/v1/branding/logo", Images.Form(Images.Padded(Images.Png, Largest + 1)))).ShouldBeRefused(413, "TOO_LARGE");
        (await api.Post("/v1/branding/logo", Images.Form(Images.Padded(Images.Png, Largest + 100_000)))).ShouldBeRefused(413, "TOO_LARGE");
    }

    [Fact]
    public async Task A_file_that_unpacks_into_more_than_a_phone_can_hold_is_refused_by_its_header()
    {
        var refused = await api.Post("/v1/branding/logo", Images.Form(Images.Bomb));

        refused.ShouldBeRefused(413, "TOO_MANY_PIXELS");
        refused.Json.Text("error").Should().Be("A logo is at most 4096 pixels wide and 4096 high");
    }

    [Fact]
    public async Task What_is_no_image_is_refused_whatever_it_calls_itself()
    {
        (await api.Post("/v1/branding/logo", Images.Form(Images.Svg, name: "logo.png", type: "image/png")))
            .ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        (await api.Post("/v1/branding/logo", Images.Form([]))).ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        (await api.Post("/v1/branding/logo", "{}")).ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
        (await api.Post("/v1/branding/logo")).ShouldBeRefused(415, "UNSUPPORTED_MEDIA_TYPE");
    }

    [Fact]
    public async Task The_file_has_its_field() =>
        (await api.Post("/v1/branding/logo", Images.Form(Images.Png, field: "logo"))).ShouldNameFields("file");

    [Theory]
    [InlineData("/v1/branding/logo")]
    [InlineData("/api/branding/logo")]
    public async Task Only_a_tenant_key_uploads(string path)
    {
        (await api.Post(path, Images.Form(Images.Png), "")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Post(path, Images.Form(Images.Png), "ps_test_nobody")).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Post(path, Images.Form(Images.Png), (await api.NewKeyedNumber()).Key)).ShouldBeRefused(403, "NUMBER_SCOPE_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("ast_00000000000000000000000000")]
    [InlineData("logo.png")]
    public async Task An_address_that_shows_nothing_is_not_found(string key) =>
        (await api.Get("/assets/" + key, "")).ShouldBeRefused(404, "NOT_FOUND");
}
