import ControlCore
import Testing
import VehicleModel

@Suite("Slip of both axles")
struct CommonSlipTests {
    private func error(after seconds: Int, bias: Double, _ variant: SpinModel.Variant) -> Double {
        var car = SpinModel(bias: bias, variant: variant)
        for _ in 0..<(seconds * 100) { car.step() }
        return car.error
    }

    @Test("frozen while the slip cap acts it is 0.6 m/s wrong after 6 s at 0.1 m/s², not 2 m/s")
    func freezing() {
        let frozen = error(after: 6, bias: 0.1, .design)
        #expect(frozen > 0 && frozen < 0.6, "\(frozen)")
        let dragged = error(after: 6, bias: 0.1, .correctsInSlip)
        #expect(dragged > 2, "\(dragged)")
    }

    @Test("a lower bound tied to the wheels is dragged up by spin")
    func tied() {
        let dragged = error(after: 6, bias: 0.1, .tiedToWheels)
        #expect(dragged > 2, "\(dragged)")
    }

    @Test(
        "21: below the slowest axle, and wrong by no more than bias and time",
        arguments: [
            -0.3, -0.1, 0, 0.1, 0.3,
        ]
    )
    func bound(bias: Double) {
        var car = SpinModel(bias: bias, variant: .design)
        var looks = 0
        for step in 1...1000 {
            car.step()
            looks += car.isDriven ? 2 : 1
            if car.isDriven { #expect(car.error <= car.slowest - car.speed + 1e-9) }
            let allowed = abs(bias) * Double(step) / 100 + 0.3
            #expect(abs(car.error) <= allowed, "after \(step) steps")
        }
        printInvariant(21, "wrong by no more than bias and time", steps: 1000, looks: looks)
    }
}
