import CANFrames
import DBC
import Testing

/// A small database with one message of each kind that matters to the server.
enum TestDatabase {
    static let text = """
        VERSION ""
        BS_:
        BU_: BMS VCM
        BO_ 475 LB_Status: 8 BMS
         SG_ LB_Current : 7|11@0- (0.5,0) [-480|480] "A" VCM
         SG_ LB_Total_Voltage : 23|10@0+ (0.5,0) [0|0] "V" VCM
         SG_ LB_Status_Counter : 48|2@1+ (1,0) [0|0] "" VCM
         SG_ LB_Status_CRC : 56|8@1+ (1,0) [0|0] "" VCM
        BO_ 256 Wide: 8 BMS
         SG_ Odometer : 0|64@1+ (1,0) [0|0] "" VCM
        BO_ 512 Sensors: 4 BMS
         SG_ Which M : 0|8@1+ (1,0) [0|0] "" VCM
         SG_ Alpha m0 : 8|8@1+ (1,0) [0|0] "" VCM
         SG_ Beta m1 : 8|8@1+ (1,0) [0|0] "" VCM
        BO_ 768 Selector: 1 VCM
         SG_ Position : 0|4@1+ (1,0) [0|0] "" BMS
        BO_ 769 Single: 4 VCM
         SG_ Real : 0|32@1- (1,0) [0|0] "" BMS
        BA_DEF_ BO_ "GenMsgCycleTime" INT 0 100000;
        BA_DEF_ BO_ "E2EProfile" ENUM "None","NissanCRC8","NissanNibbleSum","AxleCRC8";
        BA_DEF_ BO_ "E2EChecksumSignal" STRING;
        BA_DEF_ BO_ "E2ECounterSignal" STRING;
        BA_DEF_DEF_ "GenMsgCycleTime" 0;
        BA_DEF_DEF_ "E2EProfile" "None";
        BA_DEF_DEF_ "E2EChecksumSignal" "";
        BA_DEF_DEF_ "E2ECounterSignal" "";
        BA_ "GenMsgCycleTime" BO_ 475 10;
        BA_ "E2EProfile" BO_ 475 1;
        BA_ "E2EChecksumSignal" BO_ 475 "LB_Status_CRC";
        BA_ "E2ECounterSignal" BO_ 475 "LB_Status_Counter";
        VAL_ 768 Position 2 "R" 4 "D" ;
        SIG_VALTYPE_ 769 Real : 1;

        """

    /// The compiled database; a mistake in the text fails the test that uses it.
    static func compile(_ text: String = text) throws -> CompiledDatabase {
        let (database, found) = DBCReader.parse(bytes: Array(text.utf8), file: "test.dbc")
        let compiled = CompiledDatabase(database)
        try #require((found + compiled.diagnostics).filter { $0.severity == .error }.isEmpty)
        return compiled
    }
}
