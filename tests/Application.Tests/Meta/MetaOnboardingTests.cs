using System.Security.Cryptography;
using PilotPairing.Application.Meta;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain;
using PilotPairing.Domain.Meta;
using PilotPairing.Domain.Numbers;
using PilotPairing.Testing;

namespace PilotPairing.Application.Tests.Meta;

/// <summary>What is asked of Graph, in which order, and what stops it.</summary>
public sealed class MetaOnboardingTests
{
    private static readonly MetaSecret TriedPin = new("111111");
    private static readonly MetaSecret ChosenPin = new("333333");
    private readonly List<(MetaId Number, int Asked)> _chosen = [];
    private readonly FakeGraph _graph = new();
    private readonly FakeClock _clock = new();

    private MetaOnboarding Onboarding => new(RandomNumberGenerator.Create(), _clock);

    [Fact]
    public async Task A_number_is_registered_once_it_is_known_to_be_the_right_one()
    {
        var access = (await Run(new("7"), new("9"))).Value;

        _graph.Asked.Should().Equal("inspect", "belongs 9", "number", "subscribe 9", "register", "number");
        (access.Account, access.Pin, _graph.Pin).Should().Be((new MetaId("9"), ChosenPin, ChosenPin));
        _chosen.Should().Equal((new MetaId("7"), 4));
    }

    [Fact]
    public async Task A_typed_token_is_inspected_as_one_and_a_number_of_another_account_is_refused()
    {
        var foreign = new MetaRejected(null, null, "another account", null);
        _graph.Failures["belongs 9"] = new([foreign]);

        (await Run(new("7"), new("9"), typed: true)).Refusal.Should().Be(foreign);

        _graph.Asked.Should().Equal("inspect typed", "belongs 9");
    }

    [Fact]
    public async Task A_given_PIN_is_used_before_one_that_was_drawn()
    {
        (await Run(new("7"), new("9"), pin: new("222222"))).Value.Pin.Should().Be(new MetaSecret("222222"));

        _graph.Pin.Should().Be(new MetaSecret("222222"));
        _chosen.Should().BeEmpty();
    }

    [Fact]
    public async Task A_PIN_that_may_have_been_set_is_tried_before_another_and_kept_where_it_was()
    {
        (await Run(new("7"), new("9"), tried: TriedPin)).Value.Pin.Should().Be(TriedPin);
        _graph.Pin.Should().Be(TriedPin);
        _graph.Response = _graph.Response with { Registered = true };

        (await Run(new("7"), new("9"), tried: TriedPin)).Value.Pin.Should().Be(TriedPin);

        _graph.Asked.Count(act => act == "register").Should().Be(1);
        _chosen.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task What_is_registered_or_stays_on_its_phone_is_not_registered_again(bool registered, bool onBusinessApp)
    {
        _graph.Response = _graph.Response with { Registered = registered, OnBusinessApp = onBusinessApp };

        (await Run(new("7"), new("9"))).Value.Pin.Should().BeNull();

        _graph.Asked.Should().Equal("inspect", "belongs 9", "number", "subscribe 9");
    }

    [Fact]
    public async Task Without_ids_the_accounts_of_the_grant_are_searched()
    {
        _graph.Grant = new(null, [new("9"), new("10")]);
        _graph.Listed.Add(_graph.Response with { Number = null });

        (await Run(null, null)).Refusal.Should().BeOfType<MetaRejected>().Which.Message.Should().StartWith("No usable phone number");

        _graph.Asked.Should().Equal("inspect", "numbers 9", "numbers 10");
    }

    [Fact]
    public async Task Of_several_numbers_none_is_chosen_for_the_customer()
    {
        _graph.Listed.AddRange([_graph.Response, _graph.Response with { Id = new("8") }]);

        (await Run(null, new("9"))).Refusal.Should().BeOfType<MetaRejected>().Which.Message.Should().StartWith("Several");
        (await Run(new("8"), null)).Refusal.Should().BeOfType<MetaRejected>("there is no account to look in");
        _graph.Grant = new(null, [new("9")]);
        (await Run(new("8"), null)).Value.Number.Id.Should().Be(_graph.Response.Id, "after the registration Graph's own words count");
    }

    [Fact]
    public async Task Nothing_is_changed_at_Meta_for_a_number_that_is_not_wanted()
    {
        (await Run(new("7"), new("9"), expected: PhoneNumber.Parse("+5511888888888"))).Refusal.Should().BeOfType<MetaRejected>();
        _graph.Grant = new(null, [new("10")]);
        (await Run(new("7"), new("9"))).Refusal.Should().BeOfType<MetaRejected>();
        _graph.Grant = new(null, []);
        _graph.Response = _graph.Response with { Number = PhoneNumber.FromStore("15550123456") };
        (await Run(new("7"), new("9"))).Refusal.Should().BeOfType<MetaRejected>();

        _graph.Asked.Should().NotContain(["subscribe 9", "register"]);
    }

    [Fact]
    public async Task A_step_that_failed_temporarily_at_Meta_is_retried_within_four_seconds()
    {
        _graph.Failures["subscribe 9"] = new([new MetaUnreachable(), new MetaUnreachable(), new MetaUnreachable()]);

        var running = Run(new("7"), new("9"));
        foreach (var seconds in (double[])[0.3, 1, 2.5])
        {
            await _clock.UntilWaiting(1);
            _clock.Advance(TimeSpan.FromSeconds(seconds));
        }

        (await running).Refusal.Should().BeNull();
        _graph.Asked.Count(act => act == "subscribe 9").Should().Be(4);
    }

    [Fact]
    public async Task A_longer_wait_named_by_Meta_is_returned_instead_of_waited_for()
    {
        _graph.Failures["inspect"] = new([new MetaUnreachable(TimeSpan.FromMinutes(5))]);

        (await Run(new("7"), new("9"))).Refusal.Should().Be(new MetaUnreachable(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public async Task A_registration_is_not_tried_again_by_us_since_Meta_counts_them()
    {
        _graph.Failures["register"] = new([new MetaUnreachable()]);

        (await Run(new("7"), new("9"))).Refusal.Should().BeOfType<MetaUnreachable>();

        _graph.Asked.Count(act => act == "register").Should().Be(1);
    }

    [Fact]
    public async Task What_was_registered_stands_when_Graph_does_not_get_to_say_so()
    {
        _graph.OnRegister = () => _graph.Failures["number"] = new([new MetaRejected(1, null, "later", null)]);

        (await Run(new("7"), new("9"))).Value.Pin.Should().Be(ChosenPin);
    }

    [Fact]
    public void A_drawn_PIN_has_six_digits() =>
        Enumerable.Range(0, 200).Select(_ => Onboarding.DrawPin().Value).Should()
            .OnlyContain(pin => pin.Length == 6 && pin.All(char.IsAsciiDigit));

    private Task<Result<MetaAccess>> Run(
        MetaId? number, MetaId? account, MetaSecret? pin = null, PhoneNumber? expected = null, bool typed = false,
        MetaSecret? tried = null) =>
        Onboarding.Run(
            _graph,
            new(new("token"), typed, number, account, pin, tried, expected),
            registered =>
            {
                _chosen.Add((registered, _graph.Asked.Count));
                return Task.FromResult(ChosenPin);
            },
            CancellationToken.None);
}
