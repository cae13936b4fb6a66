namespace PilotPairing.Api.Tests.Access;

/// <summary>A key is replaced without a gap, once, and never lives longer for it.</summary>
public sealed class KeyRotationTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_old_key_dies_at_once_without_grace()
    {
        var old = (await api.NewTenant()).Key;

        var made = (await api.Post("/v1/api-keys/regenerate", null, old.Raw.Value)).Expect(201);

        made.Text("scope").Should().Be("tenant");
        made.IsNull("whatsappNumberId").Should().BeTrue();
        made.Text("id").Should().NotBe(old.Id.ToString());
        (await api.Get("/v1/me", old.Raw.Value)).ShouldBeRefused(401, "UNAUTHORIZED");
        (await api.Get("/v1/me", made.Text("key"))).Expect(200).Text("keyId").Should().Be(made.Text("id"));
    }

    [Fact]
    public async Task A_number_key_rotates_itself_and_stays_with_its_number()
    {
        var number = await api.NewKeyedNumber();

        var made = (await api.Post("/v1/api-keys/regenerate", new { }, number.Key)).Expect(201);

        made.Text("scope").Should().Be("number");
        made.Text("whatsappNumberId").Should().Be(number.NumberId);
        (await api.Get("/v1/me", number.Key)).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task Under_load_both_keys_work_during_the_grace_and_the_old_one_dies_after_it()
    {
        var old = (await api.NewTenant()).Key.Raw.Value;
        var made = (await api.Post("/v1/api-keys/regenerate", new { graceSeconds = 2 }, old)).Expect(201).Text("key");
        var (oldStatuses, newStatuses) = (new List<int>(), new List<int>());

        // Paced below what one key may do in a second.
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (oldStatuses.Count < 400 && oldStatuses.LastOrDefault() != 401 && await pace.WaitForNextTickAsync())
        {
            var both = await Task.WhenAll(api.Get("/v1/me", old), api.Get("/v1/me", made));
            oldStatuses.Add(both[0].Status);
            newStatuses.Add(both[1].Status);
        }

        oldStatuses.First().Should().Be(200, "the grace had begun");
        oldStatuses.Last().Should().Be(401, "the grace ends");
        oldStatuses.SkipLast(1).Should().OnlyContain(status => status == 200);
        newStatuses.Should().OnlyContain(status => status == 200);
    }

    [Fact]
    public async Task Of_many_callers_at_once_one_gets_the_successor()
    {
        var old = (await api.NewTenant()).Key.Raw.Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => api.Post("/v1/api-keys/regenerate", new { graceSeconds = 600 }, old)));

        answers.Count(answer => answer.Status == 201).Should().Be(1);
        answers.Where(answer => answer.Status != 201).Should().OnlyContain(answer => answer.Status == 401);
        (await api.Get("/v1/me", old)).Expect(200);
    }

    [Fact]
    public async Task A_replaced_key_cannot_prolong_itself()
    {
        var old = (await api.NewTenant()).Key.Raw.Value;
        (await api.Post("/v1/api-keys/regenerate", new { graceSeconds = 600 }, old)).Expect(201);

        (await api.Post("/v1/api-keys/regenerate", new { graceSeconds = 604_800 }, old)).ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Theory]
    [InlineData("{\"graceSeconds\":-1}")]
    [InlineData("{\"graceSeconds\":604801}")]
    [InlineData("{\"graceSeconds\":\"60\"}")]
    [InlineData("{\"graceSeconds\":1.5}")]
    public async Task A_grace_out_of_range_changes_nothing(string body)
    {
        (await api.Post("/v1/api-keys/regenerate", body)).ShouldNameFields("graceSeconds");
        (await api.Get("/v1/me")).Expect(200);
    }

    [Fact]
    public async Task A_body_that_is_no_json_changes_nothing()
    {
        (await api.Post("/v1/api-keys/regenerate", "{")).ShouldBeRefused(400, "INVALID_JSON");
        (await api.Get("/v1/me")).Expect(200);
    }
}
