using PilotPairing.Application.Access;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Application.Webhooks;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Instances;
using PilotPairing.Domain.Numbers;
using PilotPairing.Testing;

namespace PilotPairing.Application.Tests.Webhooks;

/// <summary>Which numbers an endpoint may subscribe to, for either kind of key, and the code of each refusal.</summary>
public sealed class RegisterEndpointTests
{
    private readonly FakeStore _store = new();
    private readonly Instance _own = Some.Number();
    private readonly Instance _second = Some.Number();
    private readonly Instance _foreign = Some.Number(tenant: new TenantId(Guid.CreateVersion7(Some.Now)));

    public RegisterEndpointTests()
    {
        foreach (var instance in new[] { _own, _second, _foreign })
            _store.Instances.Add(instance.Id, instance);
    }

    [Fact]
    public async Task A_tenant_key_names_one_of_its_numbers() =>
        (await Register(Some.TenantKey(), Named(_own))).Should().Be((null, _own.Id));

    [Fact]
    public async Task The_same_number_in_body_and_header_is_one_number() =>
        (await Register(Some.TenantKey(), Named(_own), Named(_own))).Should().Be((null, _own.Id));

    [Fact]
    public async Task Two_different_numbers_do_not_fit() =>
        (await Register(Some.TenantKey(), Named(_own), Named(_second))).Should().Be(("NUMBER_MISMATCH", null));

    [Fact]
    public async Task A_tenant_key_without_a_number_must_ask_for_the_whole_tenant()
    {
        (await Register(Some.TenantKey())).Should().Be(("NUMBER_REQUIRED", null));
        (await RegisterWhole(Some.TenantKey())).Should().Be((null, null));
        _store.Endpoints.Should().ContainSingle().Which.IsOfTenant.Should().BeTrue();
    }

    [Fact]
    public async Task The_whole_tenant_and_a_number_do_not_fit() =>
        (await RegisterWhole(Some.TenantKey(), Named(_own))).Should().Be(("NUMBER_MISMATCH", null));

    [Fact]
    public async Task A_number_key_cannot_subscribe_to_the_whole_tenant() =>
        (await RegisterWhole(Some.NumberKey(_own.Id))).Should().Be(("NUMBER_SCOPE_NOT_ALLOWED", null));

    [Fact]
    public async Task A_number_key_subscribes_to_its_own_number_named_or_not()
    {
        (await Register(Some.NumberKey(_own.Id))).Should().Be((null, _own.Id));
        (await Register(Some.NumberKey(_own.Id), Named(_own))).Should().Be((null, _own.Id));
    }

    [Fact]
    public async Task A_number_key_names_no_other_number()
    {
        (await Register(Some.NumberKey(_own.Id), Named(_second))).Should().Be(("NUMBER_MISMATCH", null));
        (await Register(Some.NumberKey(_own.Id), new NamedNumber("nonsense", null))).Should().Be(("NUMBER_MISMATCH", null));
    }

    [Fact]
    public async Task Another_tenant_s_and_nobody_s_number_are_not_found()
    {
        (await Register(Some.TenantKey(), Named(_foreign))).Should().Be(("NUMBER_NOT_FOUND", null));
        (await Register(Some.TenantKey(), new NamedNumber("nonsense", null))).Should().Be(("NUMBER_NOT_FOUND", null));
        _store.Commits.Should().Be(0);
    }

    [Theory]
    [InlineData(null, "hooks.example.com")]
    [InlineData("  ", "hooks.example.com")]
    [InlineData(" Orders ", "Orders")]
    public async Task Is_named_after_its_host_unless_named(string? given, string name)
    {
        await Handler().Handle(
            new(Some.TenantKey())
            {
                Url = "https://hooks.example.com/x",
                Name = given,
                Numbers = [[Named(_own)]],
                Events = ["number.connected", "message.received"]
            }, default);

        _store.Endpoints.Should().ContainSingle().Which.Should()
            .Match<WebhookEndpoint>(endpoint => endpoint.Name == name && endpoint.Active && endpoint.Events.Single() == "number.connected");
    }

    [Theory]
    [InlineData(null, null, "is required")]
    [InlineData("https://hooks.example.com", null, null)]
    [InlineData("https://10.0.0.1", "leads to an address that is not allowed", "leads to an address that is not allowed")]
    public async Task The_url_is_required_and_checked_by_the_guard(string? url, string? verdict, string? problem)
    {
        var outcome = await new RegisterEndpointValidator(new Guard(verdict))
            .ValidateAsync(new RegisterEndpoint(Some.TenantKey()) { Url = url });

        outcome.Errors.Select(error => error.ErrorMessage).Should().Equal(problem is null ? [] : [problem]);
    }

    [Fact]
    public async Task A_name_is_at_most_120_characters_and_can_be_stored()
    {
        foreach (var name in new[] { new('x', 121), "\0" })
        {
            var outcome = await new RegisterEndpointValidator(new Guard(null))
                .ValidateAsync(new RegisterEndpoint(Some.TenantKey()) { Url = "https://hooks.example.com", Name = name });
            outcome.Errors.Should().ContainSingle().Which.PropertyName.Should().Be("Name");
        }
    }

    private static NamedNumber Named(Instance instance) => new(instance.Id.ToString(), instance.Id);

    private RegisterEndpointHandler Handler() => new(_store, _store, new WebhookLimit(3), new FixedRandom(), new FakeClock());

    private Task<(
        string? Code, NumberId? Number)> Register(Caller caller, params NamedNumber[] numbers) =>
            Send(new(caller) { Url = "https://hooks.example.com/x", Numbers = [.. numbers.Select(number => new[] { number })] });

    private Task<(string? Code, NumberId? Number)> RegisterWhole(Caller caller, params NamedNumber[] numbers) =>
        Send(new(caller) { Url = "https://hooks.example.com/x", Numbers = [.. numbers.Select(number => new[] { number })], WholeTenant = true });

    private async Task<(string? Code, NumberId? Number)> Send(RegisterEndpoint request) =>
        (await Handler().Handle(request, default))
            .Match<(string?, NumberId?)>(endpoint => (null, endpoint.OnlyNumber), refusal => (refusal.Code, null));

    private sealed class Guard(string? verdict) : IUrlCheck
    {
        public Task<string?> Problem(string url, TenantId tenant, CancellationToken cancellationToken) => Task.FromResult(verdict);
    }
}
