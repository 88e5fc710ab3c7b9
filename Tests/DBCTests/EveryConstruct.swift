/// A file that has every section and every form of it, and no mistake.
let everyConstruct = """
    // Above the version.
    VERSION "1.2"

    NS_ :
        NS_DESC_
        CM_
        BA_DEF_

    BS_: 500000 : 1,2

    BU_: A B Node_short
    VAL_TABLE_ OnOff 0 "off" 1 "on" ;
    /* Above
       the message. */
    BO_ 256 Engine: 8 A // Behind the message.
     SG_ Speed : 7|16@0+ (0.25,-10) [-10|1000] "rpm" B,A
     // Above a signal.
     SG_ State : 16|2@1+ (1,0) [0|3] "" B // Behind a signal.
     SG_ Selector M : 24|8@1+ (1,0) [0|255] "" Vector__XXX
     SG_ Inner m1M : 32|4@1+ (1,0) [0|15] "" B
     SG_ Deep m3 : 36|4@1- (1,0) [-8|7] "" B

    BO_ 2147484000 Float_short: 8 Node_short
     SG_ Single : 0|32@1- (1,0) [-inf|nan] "°C" Node_short
     SG_ Long_short : 32|32@1- (1,0) [0|0] "a\\\"b" A

    BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX
     SG_ Spare : 0|8@1+ (1,0) [0|0] "" Vector__XXX

    BO_TX_BU_ 256 : A,B;
    EV_ Whole: 0 [0|100] "%" 5 1 DUMMY_NODE_VECTOR3 A,Node_short;
    EV_ Text: 0 [0|0] "" 0 2 DUMMY_NODE_VECTOR8001 Vector__XXX;
    EV_ Real_short: 1 [-1.5|1.5] "V" 0.5 3 DUMMY_NODE_VECTOR0 B;
    ENVVAR_DATA_ Text: 12;
    ENVVAR_SGTYPE_ Whole: Byte;
    SGTYPE_ Byte : 8@1+ (1,0) [0|255] "" 7, OnOff;
    SGTYPE_ Real : 32@0- (1,0) [0|0] "" 0,;
    CM_ "the network";
    CM_ "and more of it";
    CM_ BU_ A "a node";
    CM_ BO_ 256 "a message; it says \\"hi\\"
    BO_ 5 Not: 8 A
    and ends so: C:\\";
    CM_ SG_ 256 Speed "a signal";
    CM_ EV_ Whole "a variable";
    BA_DEF_ "Baud" INT 0 1000000;
    BA_DEF_ BU_ "Text" STRING;
    BA_DEF_ BO_ "GenMsgSendType" ENUM "Cyclic","Event","with \\\"quotes\\\"";
    BA_DEF_ BO_ "Mask" HEX 0 65535;
    BA_DEF_ SG_ "Weight" FLOAT -1.5 1e+20;
    BA_DEF_ EV_ "Kind" INT 0 0;
    BA_DEF_ BU_ "SystemNodeLongSymbol" STRING;
    BA_DEF_ BO_ "SystemMessageLongSymbol" STRING;
    BA_DEF_ SG_ "SystemSignalLongSymbol" STRING;
    BA_DEF_ EV_ "SystemEnvVarLongSymbol" STRING;
    BA_DEF_REL_ BU_SG_REL_ "Timeout" INT 0 65535;
    BA_DEF_REL_ BU_BO_REL_ "Project" ENUM "A","B";
    BA_DEF_REL_ BU_EV_REL_ "Note" STRING;
    BA_DEF_DEF_ "Baud" 0;
    BA_DEF_DEF_ "Text" "";
    BA_DEF_DEF_ "GenMsgSendType" "Event";
    BA_DEF_DEF_ "Mask" 255;
    BA_DEF_DEF_ "Weight" 1;
    BA_DEF_DEF_REL_ "Timeout" 0;
    BA_DEF_DEF_REL_ "Project" "B";
    BA_DEF_DEF_REL_ "Note" "none";
    BA_ "Baud" 500000;
    BA_ "Text" BU_ A "hello";
    // Above an attribute.
    BA_ "GenMsgSendType" BO_ 256 0; // Behind an attribute.
    BA_ "Mask" BO_ 256 4660;
    BA_ "Weight" SG_ 256 Speed 0.1;
    BA_ "Kind" EV_ Whole -3;
    BA_ "SystemNodeLongSymbol" BU_ Node_short "Node_that_has_a_name_of_more_than_32_letters";
    BA_ "SystemMessageLongSymbol" BO_ 2147484000 "Float_message_of_more_than_32_letters";
    BA_ "SystemSignalLongSymbol" SG_ 2147484000 Long_short "Signal_of_more_than_32_letters_or_so";
    BA_ "SystemEnvVarLongSymbol" EV_ Real_short "Variable_of_more_than_32_letters_or_so";
    BA_REL_ "Timeout" BU_SG_REL_ Node_short SG_ 2147484000 Long_short 200;
    BA_REL_ "Project" BU_BO_REL_ A 256 0;
    BA_REL_ "Note" BU_EV_REL_ B Real_short "text";
    VAL_ 256 Speed -1 "minus" 18446744073709551615 "all" 1.0 "one" ;
    VAL_ 256 State OnOff ;
    VAL_ Whole 0 "zero" 1 "one" ;
    SIG_TYPE_REF_ 256 State : Byte;
    SGTYPE_VAL_ Byte 0 "nothing" 7 "seven" ;
    SIGTYPE_VALTYPE_ Real : 1;
    SIG_GROUP_ 256 Group 1 : Speed State;
    SIG_GROUP_ 2147484000 Floats 2 : Single Long_short;
    SIG_VALTYPE_ 2147484000 Single : 1;
    SIG_VALTYPE_ 2147484000 Long_short 1;
    SG_MUL_VAL_ 256 Inner Selector 1-1;
    SG_MUL_VAL_ 256 Deep Inner 3-3, 5-10;
    CAT_DEF_ 4 Things 2;
    CAT_ BU_ A 4;
    CAT_ BO_ 256 4;
    CAT_ SG_ 2147484000 Long_short 4;
    CAT_ EV_ Whole 4;
    FILTER 1 CAT_ 4;
    // The end.

    """
