using PilotPairing.Application.Access;
using PilotPairing.Application.Links;
using PilotPairing.Application.Tests.Fakes;
using PilotPairing.Domain;
using PilotPairing.Domain.Links;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Tests.Links;

/// <summary>That stored outcomes are read back as they were; that a lost answer is made of them is tested over HTTP.</summary>
public sealed class BulkOutcomesTests
{
    [Fact]
    public void Links_and_refusals_come_back_in_their_order_and_whole()
    {
        var link = Some.Link(NumberId.New(Some.Now));
        Refusal[] refusals =
        [
            new ValidationFailed(
                [new("name", "is required"), new("reconnect.numberId", "is required")]), new IdempotencyInProgress("lnk_x"),
                new NumberNotFound(),
        ];

        var read = BulkOutcomes.Read(
            BulkOutcomes.Write([.. refusals.Select(Result<PairingLinkCreated>.Refuse),
                new PairingLinkCreated(link, default, null, null, null)]));

        read[3].Value.Should().Be(link.Id);
        foreach (var (stored, original) in read.Zip(refusals))
        {
            stored.Refusal!.Should().BeEquivalentTo(
                new { original.Kind, original.Code, original.Text, original.RetryAfter }, original.Code);
            System.Text.Json.JsonSerializer.Serialize(stored.Refusal!.Details).Should()
                .Be(System.Text.Json.JsonSerializer.Serialize(original.Details));
        }
    }

    [Fact]
    public void What_is_stored_holds_no_token()
    {
        var token = PairingToken.Draw(new FixedRandom());

        BulkOutcomes.Write([new PairingLinkCreated(Some.Link(NumberId.New(Some.Now)), token, null, null, null)]).Should()
            .NotContain(token.Value[3..]);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void One_to_two_hundred_links_are_taken(int count, bool isTaken)
    {
        var request = new CreatePairingLinks([.. Enumerable.Repeat(new CreatePairingLink(Some.TenantKey()), count)]);

        new CreatePairingLinksValidator().Validate(request).IsValid.Should().Be(isTaken);
        new CreatePairingLinksValidator().Validate(new CreatePairingLinks(null)).IsValid.Should().BeFalse();
    }
}
