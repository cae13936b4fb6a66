using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Domain.Tests.Webhooks;

/// <summary>What is left of a list of names that a client subscribes to.</summary>
public sealed class EventNamesTests
{
    [Fact]
    public void Keeps_what_is_sent_and_drops_the_rest_in_silence() =>
        EventNames.Keep(["message.received", "number.connected", "call.offer", "NUMBER.CREATED", "", " link.opened", "link.expired",
            "webhook.test"])
            .Should().Equal("number.connected", "link.expired");

    [Fact]
    public void Keeps_each_name_once_in_the_order_given() =>
        EventNames.Keep(["link.opened", "*", "number.removed", "link.opened", "*"]).Should().Equal("link.opened", "*", "number.removed");

    [Fact]
    public void Nothing_named_is_nothing_kept() => EventNames.Keep([]).Should().BeEmpty();

    [Fact]
    public void A_null_among_the_names_is_no_name() => EventNames.Keep([null!, "number.created"]).Should().Equal("number.created");

    [Fact]
    public void Every_name_of_the_contract_can_be_selected_and_the_test_event_cannot()
    {
        var names = typeof(EventNames).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)
            .Except([EventNames.All, EventNames.WebhookTest]);

        EventNames.Selectable.Should().BeEquivalentTo(names).And.HaveCount(16);
    }
}
