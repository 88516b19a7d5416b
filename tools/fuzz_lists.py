"""A small list of parties in the form of each publisher, and the reader that takes it.

Every name in them is fictional.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from typing import BinaryIO

from openpyxl import Workbook

from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.lists.ftm import read_ftm
from sekisho.read.lists.sift import sifted
from sekisho.read.lists.tables import csl, dpl, eu, mof, opensanctions, uk
from sekisho.read.lists.xml import eu as eu_xml
from sekisho.read.lists.xml import ofac_advanced, ofac_sdn, un
from sekisho.read.lists.xml import uk as uk_xml

UN = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-11-01T00:00:09.554Z">
 <INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>ADA</FIRST_NAME>
  <SECOND_NAME>QUILMERE</SECOND_NAME><UN_LIST_TYPE>KITES</UN_LIST_TYPE>
  <REFERENCE_NUMBER>KTi.001</REFERENCE_NUMBER><LISTED_ON>2020-12-31</LISTED_ON>
  <NAME_ORIGINAL_SCRIPT>Ада Квилмере</NAME_ORIGINAL_SCRIPT><COMMENTS1>Invented</COMMENTS1>
  <DESIGNATION><VALUE>Captain</VALUE></DESIGNATION><NATIONALITY><VALUE>Norway</VALUE></NATIONALITY>
  <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
  <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>A. QUILMERE</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>LAMP</ALIAS_NAME></INDIVIDUAL_ALIAS>
  <INDIVIDUAL_DATE_OF_BIRTH><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
  <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>X1</NUMBER>
  </INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
 <ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>VIRELUME OPTICS</FIRST_NAME>
  <REFERENCE_NUMBER>KTe.001</REFERENCE_NUMBER><LISTED_ON>2021-01-02</LISTED_ON>
  <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>GALDREX</ALIAS_NAME></ENTITY_ALIAS>
  <ENTITY_ADDRESS><CITY>Oslo</CITY><COUNTRY>Norway</COUNTRY></ENTITY_ADDRESS>
 </ENTITY></ENTITIES>
</CONSOLIDATED_LIST>
""".encode()
EU_XML = b"""<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-11-02T17:00:34+01:00">
 <sanctionEntity designationDetails="" euReferenceNumber="EU.1.1" logicalId="13">
  <remark>Invented</remark>
  <regulation publicationDate="2024-03-01" entryIntoForceDate="2024-03-02" numberTitle="2024/1 (OJ)"
   programme="KITE" logicalId="1"><publicationUrl>https://example.eu/1</publicationUrl></regulation>
  <subjectType code="enterprise" classificationCode="E"/>
  <nameAlias wholeName="Virelume Optics" strong="true" logicalId="2">
   <regulationSummary numberTitle="2024/1 (OJ)"/></nameAlias>
  <nameAlias firstName="Vire" lastName="Lume" strong="false" logicalId="3"/>
  <address city="Oslo" street="Fjord 1" countryIso2Code="NO" countryDescription="NORWAY"/>
  <identification number="529900T8BM49AURSDO55" identificationTypeCode="regnumber"
   identificationTypeDescription="LEI"/>
 </sanctionEntity>
 <sanctionEntity euReferenceNumber="EU.1.2" logicalId="14"><subjectType code="person"/>
  <nameAlias wholeName="Ada Quilmere" function="Captain"/>
  <citizenship countryIso2Code="NO" countryDescription="NORWAY"/><birthdate year="1971"/>
 </sanctionEntity>
</export>
"""
_EU_COLUMNS = (
    "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_DesignationDate;"
    "Entity_Remark;Entity_SubjectType_ClassificationCode;Entity_Regulation_EntryIntoForceDate;"
    "Entity_Regulation_NumberTitle;Entity_Regulation_Programme;NameAlias_WholeName;"
    "Address_City;Address_CountryIso2Code;Address_CountryDescription;BirthDate_BirthDate;"
    "Identification_Number;Identification_TypeDescription\n"
)
EU_TABLE = (
    "\ufeff"
    + _EU_COLUMNS
    + "02/11/2026;13;EU.1.1;;Invented;enterprise;2024-03-02;2024/1;KITE;Virelume Optics;;;;;;\n"
    + "02/11/2026;13;EU.1.1;;;enterprise;;;;Vire Lume;Oslo;NO;NORWAY;;;\n"
    + "02/11/2026;14;EU.1.2;;;person;;;KITE;Ada Quilmere;;;;1971-01-01;X1;Passport\n"
).encode()
UK_XML = """<?xml version="1.0" encoding="utf-8"?>
<Designations><DateGenerated>03/11/2026</DateGenerated>
 <Designation><DateDesignated>25/01/2021</DateDesignated><UniqueID>KIT0001</UniqueID>
  <Names><Name><Name1>ADA</Name1><Name6>QUILMERE</Name6><NameType>Primary Name</NameType></Name>
   <Name><Name6>Lamp</Name6><NameType>Alias</NameType><AliasStrength>Low quality</AliasStrength>
   </Name></Names>
  <NonLatinNames><NonLatinName><NameNonLatinScript>Ада</NameNonLatinScript></NonLatinName>
  </NonLatinNames><RegimeName>The Kites Regulations 2020</RegimeName>
  <IndividualEntityShip>Individual</IndividualEntityShip>
  <SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
  <IndividualDetails><Individual><DOBs><DOB>dd/mm/1971</DOB></DOBs>
   <Nationalities><Nationality>Norway</Nationality></Nationalities></Individual></IndividualDetails>
 </Designation>
 <Designation><DateDesignated>01/03/2022</DateDesignated><UniqueID>KIT0002</UniqueID>
  <Names><Name><Name6>Virelume Optics</Name6><NameType>Primary Name</NameType></Name></Names>
  <Addresses><Address><AddressLine1>Fjord 1</AddressLine1><AddressCountry>Norway</AddressCountry>
  </Address></Addresses><IndividualEntityShip>Entity</IndividualEntityShip>
  <EntityDetails><Entity><ParentCompanies><ParentCompany>Galdrex</ParentCompany></ParentCompanies>
  </Entity></EntityDetails></Designation>
</Designations>
""".encode()
_UK_COLUMNS = (
    "Last Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name type,Alias strength,"
    "Name non-latin script,Regime Name,Designation Type,Sanctions Imposed,Address Line 1,"
    "Address Country,Date Designated,D.O.B,Nationality(/ies),Parent company\n"
)
UK_TABLE = (
    "Report Date: 03-Nov-2026\n"
    + _UK_COLUMNS
    + "1/1/2026,KIT0001,7,QUILMERE,ADA,Primary Name,,Ада,Kites,Individual,Asset freeze,,,25/01/2021,00/00/1971,Norway,\n"
    + "1/1/2026,KIT0001,7,Lamp,,Alias,Low quality,,Kites,Individual,,,,25/01/2021,,,\n"
    + "1/1/2026,KIT0002,8,Virelume Optics,,Primary Name,,,Kites,Entity,,Fjord 1,Norway,01/03/2022,,,Galdrex\n"
).encode()
UK_CONSOLIDATED = b"""<?xml version="1.0" encoding="utf-8"?>
<ArrayOfFinancialSanctionsTarget xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist">
 <FinancialSanctionsTarget><name1>ADA</name1><Name6>QUILMERE</Name6><GroupID>7</GroupID>
  <GroupTypeDescription>Individual</GroupTypeDescription><AliasType>Primary name</AliasType>
  <RegimeName>Kites</RegimeName><DateListed>25/01/2021</DateListed>
  <Individual_DateOfBirth>00/00/1971</Individual_DateOfBirth></FinancialSanctionsTarget>
 <FinancialSanctionsTarget><Name6>LAMP</Name6><GroupID>7</GroupID><AliasType>AKA</AliasType>
  <AliasQuality>Low</AliasQuality></FinancialSanctionsTarget>
 <FinancialSanctionsTarget><Name6>VIRELUME OPTICS</Name6><GroupID>8</GroupID>
  <GroupTypeDescription>Entity</GroupTypeDescription><AliasType>Primary name</AliasType>
  <Country>Norway</Country></FinancialSanctionsTarget>
</ArrayOfFinancialSanctionsTarget>
"""
UK_CONSOLIDATED_TABLE = (
    "Last Updated,03/11/2026\n"
    "Name 6,Name 1,Name Non-Latin Script,DOB,Nationality,Country,Other Information,Group Type,"
    "Alias Type,Alias Quality,Regime,Listed On,Group ID\n"
    "QUILMERE,ADA,Ада,00/00/1971,Norway,,Invented,Individual,Prime Alias,,Kites,25/01/2021,7\n"
    "LAMP,,,,,,,Individual,AKA,Low,Kites,25/01/2021,7\n"
    "VIRELUME OPTICS,,,,,Norway,,Entity,Prime Alias,,Kites,01/03/2022,8\n"
).encode()
OFAC_XML = b"""<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation>
  <Publish_Date>11/04/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
 <sdnEntry><uid>36</uid><firstName>Ada</firstName><lastName>QUILMERE</lastName>
  <sdnType>Individual</sdnType><programList><program>KITES</program></programList>
  <akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category><lastName>LAMP</lastName></aka>
  <aka><uid>2</uid><type>f.k.a.</type><category>strong</category><lastName>GALDREX</lastName></aka>
  </akaList><nationalityList><nationality><country>Norway</country></nationality></nationalityList>
  <dateOfBirthList><dateOfBirthItem><dateOfBirth>1971</dateOfBirth></dateOfBirthItem>
  </dateOfBirthList></sdnEntry>
 <sdnEntry><uid>37</uid><lastName>VIRELUME OPTICS</lastName><sdnType>Entity</sdnType>
  <idList><id><idType>Tax ID No.</idType><idNumber>7707083893</idNumber>
  <idCountry>Russia</idCountry></id></idList>
  <addressList><address><address1>Fjord 1</address1><city>Oslo</city><country>Norway</country>
  </address></addressList></sdnEntry>
</sdnList>
"""
OFAC_ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="http://www.un.org/sanctions/1.0">
 <DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>11</Month><Day>5</Day></DateOfIssue>
 <ReferenceValueSets>
  <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>
   <AliasType ID="1403">Name</AliasType></AliasTypeValues>
  <CountryValues><Country ID="5" ISO2="NO">Norway</Country></CountryValues>
  <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType>
   <FeatureType ID="25">Location</FeatureType><FeatureType ID="10">Nationality Country</FeatureType>
  </FeatureTypeValues><IDRegDocTypeValues><IDRegDocType ID="1">Company Number</IDRegDocType>
  </IDRegDocTypeValues><LegalBasisValues><LegalBasis ID="9">Order 1 (Kites)</LegalBasis>
  </LegalBasisValues><ListValues><List ID="1550">SDN List</List></ListValues>
  <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
  </PartyTypeValues><PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
  <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
  <RelationTypeValues><RelationType ID="7">Owned or Controlled By</RelationType></RelationTypeValues>
  <ScriptValues><Script ID="215">Latin</Script><Script ID="220">Cyrillic</Script></ScriptValues>
 </ReferenceValueSets>
 <Locations><Location ID="50"><LocationCountry CountryID="5"/><LocationPart LocPartTypeID="1454">
  <LocationPartValue><Value>Oslo</Value></LocationPartValue></LocationPart></Location></Locations>
 <IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1" IdentityID="371" IssuedBy-CountryID="5">
  <IDRegistrationNo>N-1</IDRegistrationNo></IDRegDocument></IDRegDocuments>
 <DistinctParties>
  <DistinctParty FixedRef="36"><Profile ID="36" PartySubTypeID="4"><Identity ID="361" Primary="true">
   <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName><DocumentedNamePart>
    <NamePartValue ScriptID="215">QUILMERE</NamePartValue></DocumentedNamePart><DocumentedNamePart>
    <NamePartValue ScriptID="215">Ada</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
   <Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName><DocumentedNamePart>
    <NamePartValue ScriptID="220">Ада</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
   </Identity><Feature FeatureTypeID="8"><FeatureVersion><DatePeriod><Start><From><Year>1971</Year>
   <Month>2</Month><Day>3</Day></From></Start></DatePeriod></FeatureVersion></Feature></Profile>
  </DistinctParty>
  <DistinctParty FixedRef="37"><Profile ID="37" PartySubTypeID="3"><Identity ID="371" Primary="true">
   <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName><DocumentedNamePart>
    <NamePartValue ScriptID="215">VIRELUME OPTICS</NamePartValue></DocumentedNamePart>
   </DocumentedName></Alias></Identity><Feature FeatureTypeID="25"><FeatureVersion>
   <VersionLocation LocationID="50"/></FeatureVersion></Feature></Profile></DistinctParty>
 </DistinctParties>
 <ProfileRelationships><ProfileRelationship From-ProfileID="37" To-ProfileID="36"
  RelationTypeID="7"/></ProfileRelationships>
 <SanctionsEntries><SanctionsEntry ID="37" ProfileID="37" ListID="1550">
  <EntryEvent LegalBasisID="9"><Date><Year>2021</Year><Month>6</Month><Day>5</Day></Date></EntryEvent>
  <SanctionsMeasure SanctionsTypeID="1"><Comment>KITES</Comment></SanctionsMeasure>
 </SanctionsEntry></SanctionsEntries>
</Sanctions>
""".encode()
CSL_TABLE = (
    b"_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,"
    b"end_date,license_requirement,license_policy,remarks,source_list_url,alt_names,citizenships,"
    b"dates_of_birth,nationalities,source_information_url,ids\n"
    b'a1,Entity List (EL) - Bureau,,Entity,KITES,"Virelume Optics; and any subsidiary thereof",,'
    b'"Fjord 1, Oslo, NO; Quay 2, Bergen, NO",80 FR 1,2020-01-02,2030-01-02,All kites,'
    b"Presumption of denial,(Linked To: GALDREX),https://example.us,Vire Lume; and VLO,,,,,"
    b'"NO, 12-3, Tax ID No."\n'
    b"36,Specially Designated Nationals (SDN),36,Individual,KITES,Ada QUILMERE,,,,,,,,,x,Lamp,NO,1971,,,\n"
)
CSL_JSON = json.dumps(
    {
        "total": 1,
        "results": [
            {
                "id": "a1",
                "source": "Entity List (EL) - Bureau",
                "type": "Entity",
                "programs": ["KITES"],
                "name": "Virelume Optics",
                "alt_names": ["Vire Lume"],
                "addresses": [{"address": "Fjord 1", "city": "Oslo", "country": "NO"}],
                "federal_register_notice": "80 FR 1",
                "start_date": "2020-01-02",
                "end_date": None,
                "license_requirement": "All kites",
                "license_policy": "Presumption of denial",
                "ids": [{"type": "Tax ID No.", "number": "12-3", "country": "NO"}],
            }
        ],
    }
).encode()
DPL = (
    b'"Name"\t"Street_Address"\t"City"\t"State"\t"Country"\t"Postal_Code"\t"Effective_Date"\t'
    b'"Expiration_Date"\t"Standard_Order"\t"Last_Update"\t"Action"\t"FR_Citation"\n'
    b'"ADA QUILMERE"\t"FJORD 1"\t"OSLO"\t""\t"NO"\t""\t"10/16/2017"\t"10/13/2030"\t"Y"\t'
    b'"2017-10-23"\t"FR NOTICE ADDED"\t"82 F.R. 1"\n'
)
TARGETS = (
    b'"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions",'
    b'"phones","emails","program_ids","dataset","first_seen","last_seen","last_change"\n'
    b'"x-1","Company","Virelume Optics","Vire Lume;VLO","","no","Fjord 1, Oslo",'
    b'"529900T8BM49AURSDO55;77","Kites","","","KITE","Some list","2026-01-01","2026-11-01","2026-11-01"\n'
)
FTM = b"\n".join(
    json.dumps(line).encode()
    for line in (
        {
            "id": "x-1",
            "schema": "Company",
            "target": True,
            "datasets": ["some_list"],
            "properties": {
                "name": ["Virelume Optics"],
                "alias": ["Vire Lume"],
                "weakAlias": ["VLO"],
                "previousName": ["Galdrex"],
                "jurisdiction": ["no"],
                "address": ["Fjord 1, Oslo"],
                "leiCode": ["529900T8BM49AURSDO55"],
                "innCode": ["7707083894"],
                "topics": ["sanction"],
            },
        },
        {
            "id": "s-1",
            "schema": "Sanction",
            "datasets": ["some_list"],
            "properties": {
                "entity": ["x-1"],
                "program": ["KITE"],
                "authority": ["Office of Kites"],
                "startDate": ["2021-02-03"],
            },
        },
        {
            "id": "p-1",
            "schema": "Person",
            "datasets": ["some_list"],
            "properties": {"name": ["Ada Quilmere"]},
        },
        {
            "id": "d-1",
            "schema": "Directorship",
            "datasets": ["some_list"],
            "properties": {"director": ["p-1"], "organization": ["x-1"]},
        },
        {
            "id": "o-1",
            "schema": "Ownership",
            "datasets": ["some_list"],
            "properties": {"owner": ["p-1"], "asset": ["x-1"]},
        },
    )
) + b"\n"  # fmt: skip


@cache
def mof_workbook() -> bytes:
    """Gives a workbook in the form of the asset freezes."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101  # a new workbook has one
    sheet.title = "1.架空国（団体）"
    sheet.append(
        ["架空国の凧に関する団体（注）前記により50％以上を直接に所有されている団体にも適用"]
    )
    sheet.append(
        [
            "告示日付",
            "告示番号",
            "日本語表記",
            "英語表記",
            "別名",
            "旧称",
            "住所・所在地",
            "リスト掲載日",
            "その他の情報",
        ]
    )
    sheet.append(
        [
            "2021.2.3\n2022.1.1改訂",
            "1",
            "架空光学",
            "VIRELUME OPTICS",
            "(a)ヴィレルーム（Virelume）(b)VLO",
            "ガルドレクス",
            "ノルウェー、オスロ",
            44230,
            "Invented",
        ]
    )
    sheet.append(["2022.4.5削除", "2"])
    sheet.append(["2022.4.5", "3"])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


_Streamed = Callable[[BinaryIO, str, str, DefectLog], Iterator[ListedParty]]
_STREAMED: dict[str, tuple[_Streamed, bytes]] = {
    "un-xml": (un.read_un, UN),
    "eu-xml": (eu_xml.read_eu, EU_XML),
    "eu-table": (eu.read_eu_table, EU_TABLE),
    "uk-xml": (uk_xml.read_uk, UK_XML),
    "uk-table": (uk.read_uk_table, UK_TABLE),
    "uk-consolidated": (uk_xml.read_uk_consolidated, UK_CONSOLIDATED),
    "uk-consolidated-table": (uk.read_uk_table, UK_CONSOLIDATED_TABLE),
    "ofac-xml": (ofac_sdn.read_ofac_xml, OFAC_XML),
    "ofac-advanced": (ofac_advanced.read_ofac_advanced, OFAC_ADVANCED),
    "csl-table": (csl.read_csl_table, CSL_TABLE),
    "dpl": (dpl.read_dpl, DPL),
    "targets": (opensanctions.read_targets, TARGETS),
}


def parties_in(form: str, data: bytes, log: DefectLog) -> list[ListedParty]:
    """Reads the bytes of a list in a form, to the end, as the library does."""
    if form in _STREAMED:
        read = _STREAMED[form][0](io.BytesIO(data), "list", "feed", log)
    elif form == "ftm":
        read = read_ftm(lambda: closing(io.BytesIO(data)), "list", "feed", log)
    elif form == "mof":
        read = mof.read_mof(data, "feed", "list", log)
    else:
        read = csl.read_csl_json(data, "list", "feed", log)
    return list(sifted(read, "list", log))


def seeds() -> dict[str, bytes]:
    """Gives a list in each form."""
    streamed = {form: seed for form, (_, seed) in _STREAMED.items()}
    return {**streamed, "ftm": FTM, "csl-json": CSL_JSON, "mof": mof_workbook()}
